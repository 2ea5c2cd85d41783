package io.sluice.jobs.source.records;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the records of a file begin, learned from its good ones: with one of a few first keys, and
 * either on a line of their own with a certain indentation, or right behind the one before.
 *
 * <p>To take an object inside of a broken record for a record would be worse than to reject too
 * much. So objects of which the like lie inside of good records are no beginnings.
 */
final class RecordStart {

  /**
   * More bytes than the beginning of a record is long, from its brace to the end of its first key.
   */
  static final int LONGEST = 1024;

  private static final int MOST_KEYS = 8;
  private static final int LOOKED_INTO = 100;

  private final boolean array;
  private final List<byte[]> keys = new ArrayList<>();

  /** The white space before a record that has a line to itself, or null if none had. */
  private byte[] indent;

  private boolean nested;
  private int good;
  private boolean abandoned;

  /** The white space on the current line, or -1 if there was more than that. */
  private int lineSpace = -1;

  private final byte[] line = new byte[256];

  RecordStart(boolean array) {
    this.array = array;
  }

  /** Is told of white space between records. */
  void passed(byte space) {
    if (space == '\n') {
      lineSpace = 0;
    } else if (lineSpace >= 0 && lineSpace < line.length) {
      line[lineSpace++] = space;
    } else {
      lineSpace = -1;
    }
  }

  /** Is told of anything else that is not the beginning of a record. */
  void passedOther() {
    lineSpace = -1;
  }

  /** Nothing is a beginning any more. */
  void forget() {
    abandoned = true;
  }

  /** Is told of a good record. */
  void good(byte[] bytes, int from, int to) {
    learnIndent();
    int quote = keyAt(bytes, from, to);
    if (quote < 0) {
      return;
    }
    if (indexOfKey(bytes, quote, to) < 0 && keys.size() < MOST_KEYS) {
      int end = Bytes.indexOf(bytes, (byte) '"', quote + 1, to);
      if (end > 0 && end - from < LONGEST) {
        keys.add(Arrays.copyOfRange(bytes, quote, end + 1));
      }
    }
    if (array && !nested && good++ < LOOKED_INTO) {
      for (int p = next(bytes, from + 1, to); p >= 0 && !nested; p = next(bytes, p + 1, to)) {
        int inner = keyAt(bytes, p, to);
        nested = inner >= 0 && indexOfKey(bytes, inner, to) >= 0;
      }
    }
  }

  private void learnIndent() {
    if (lineSpace >= 0
        && (indent == null || !Arrays.equals(line, 0, lineSpace, indent, 0, indent.length))) {
      indent = Arrays.copyOf(line, lineSpace);
    }
  }

  private static int next(byte[] bytes, int from, int to) {
    return Bytes.indexOf(bytes, (byte) '{', from, to);
  }

  /** Learns what can be learned from a first record that is broken. */
  void firstIsBroken(byte[] bytes, int from, int to) {
    learnIndent();
    int quote = bytes[from] == '{' ? keyAt(bytes, from, to) : -1;
    int end = quote < 0 ? -1 : Bytes.indexOf(bytes, (byte) '"', quote + 1, to);
    if (end > 0 && end - from < LONGEST) {
      keys.add(Arrays.copyOfRange(bytes, quote, end + 1));
    }
  }

  /**
   * Returns the index in {@code [search, to)} at which a record begins, or -1.
   *
   * @param from where the ruin begins
   * @param junk whether the ruin is no object, so that there can be no records inside of it
   */
  int find(byte[] bytes, int from, int search, int to, boolean junk) {
    if (abandoned || keys.isEmpty()) {
      return -1;
    }
    for (int p = next(bytes, search, to); p >= 0; p = next(bytes, p + 1, to)) {
      int quote = keyAt(bytes, p, to);
      if (quote >= 0 && indexOfKey(bytes, quote, to) >= 0 && (junk || follows(bytes, from, p))) {
        return p;
      }
    }
    return -1;
  }

  /** Whether what is before {@code p} is what comes before a record. */
  private boolean follows(byte[] bytes, int from, int p) {
    int q = p - 1;
    while (q > from && bytes[q] != '\n' && isSpace(bytes[q])) {
      q--;
    }
    boolean indented =
        bytes[q] == '\n'
            && (indent == null
                ? !array && q == p - 1
                : Arrays.equals(bytes, q + 1, p, indent, 0, indent.length));
    int before = skipBack(bytes, from, q);
    if (!array) {
      // Inside of an object there is always a comma between two others.
      return indented || bytes[before] == '}';
    }
    if (indent != null || nested) {
      return indented;
    }
    return bytes[before] == ',' && bytes[skipBack(bytes, from, before - 1)] == '}';
  }

  private static int skipBack(byte[] bytes, int from, int index) {
    int q = Math.max(from, index);
    while (q > from && isSpace(bytes[q])) {
      q--;
    }
    return q;
  }

  /** Returns where the key of the object that begins at {@code brace} begins, or -1. */
  private static int keyAt(byte[] bytes, int brace, int to) {
    int p = brace + 1;
    int most = Math.min(to, brace + LONGEST);
    while (p < most && isSpace(bytes[p])) {
      p++;
    }
    return p < most && bytes[p] == '"' ? p : -1;
  }

  private int indexOfKey(byte[] bytes, int quote, int to) {
    for (int i = 0; i < keys.size(); i++) {
      byte[] key = keys.get(i);
      int end = quote + key.length;
      if (end <= to && Arrays.equals(bytes, quote, end, key, 0, key.length)) {
        return i;
      }
    }
    return -1;
  }

  static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
