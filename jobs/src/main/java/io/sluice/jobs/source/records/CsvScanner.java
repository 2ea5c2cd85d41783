package io.sluice.jobs.source.records;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the end of a CSV record and the fields in it.
 *
 * <p>A line ends with a line feed, a carriage return before it being part of the end. Quotes count
 * only where a field begins with one. Inside of quotes, a doubled quote stands for one; so does an
 * escaped one, where an even number of escapes before a quote stands for half as many.
 */
final class CsvScanner {

  /** The record does not end here; more of the file may bring the end. */
  static final int MORE = -1;

  private final CsvFormat format;
  private final byte[] separator;

  int count;
  int[] froms = new int[32];
  int[] tos = new int[32];
  boolean[] quoted = new boolean[32];
  boolean[] escaped = new boolean[32];

  /** Where the record ends, without its line end. */
  int end;

  /** What is wrong with the quotes, or null. */
  String flaw;

  CsvScanner(CsvFormat format) {
    this.format = format;
    this.separator = format.separator().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Scans the record at {@code from} and returns the index after its line end, or {@link #MORE}.
   *
   * @param whole whether the file ends at {@code limit}
   */
  int scan(byte[] b, int from, int limit, boolean whole) {
    count = 0;
    flaw = null;
    int p = from;
    while (true) {
      int field = p;
      if (format.trimStart()) {
        while (field < limit && isBlank(b[field])) {
          field++;
        }
      }
      if (format.quote() != 0 && field < limit && b[field] == format.quote()) {
        p = quoted(b, field + 1, limit, whole, from);
      } else {
        p = plain(b, field, field, limit, whole);
      }
      if (p == MORE) {
        return MORE;
      }
      if (p >= limit || b[p] == '\n') {
        end = p > from && p < limit && b[p - 1] == '\r' ? p - 1 : p;
        if (p >= limit && p > from && b[p - 1] == '\r') {
          end = p - 1;
        }
        return Math.min(limit, p + 1);
      }
      p += separator.length;
    }
  }

  /**
   * Returns the index of the separator or line end behind the field that begins at {@code from}.
   */
  private int plain(byte[] b, int from, int search, int limit, boolean whole) {
    int p = search;
    while (p < limit && b[p] != '\n' && !isSeparator(b, p, limit)) {
      p++;
    }
    if (p >= limit && !whole) {
      return MORE;
    }
    int to = p;
    boolean endsLine = p >= limit || b[p] == '\n';
    if (endsLine && to > from && b[to - 1] == '\r') {
      to--;
    }
    if (format.trimEnd()) {
      while (to > from && isBlank(b[to - 1])) {
        to--;
      }
    }
    add(from, to, false, false);
    return p;
  }

  private int quoted(byte[] b, int from, int limit, boolean whole, int record) {
    byte quote = format.quote();
    byte escape = format.escape();
    boolean escapes = false;
    int p = from;
    while (true) {
      while (p < limit && b[p] != quote && (format.multiLine() || b[p] != '\n')) {
        p++;
      }
      if (p >= limit || b[p] == '\n') {
        if (p >= limit && !whole) {
          return MORE;
        }
        flaw = "unclosed quote at byte " + (from - record);
        add(from, p, true, escapes);
        return p;
      }
      if (escape != quote && escape != 0 && isOdd(escapesBefore(b, from, p))) {
        escapes = true;
        p++;
      } else if (p + 1 >= limit && !whole) {
        return MORE;
      } else if (p + 1 < limit && b[p + 1] == quote) {
        escapes = true;
        p += 2;
      } else {
        break;
      }
    }
    boolean behindEscape = escape != quote && escape != 0 && escapesBefore(b, from, p) > 0;
    add(from, p, true, escapes || behindEscape);
    return afterQuote(b, p + 1, limit, whole, record);
  }

  private int afterQuote(byte[] b, int from, int limit, boolean whole, int record) {
    int p = from;
    while (p < limit && (b[p] == ' ' || b[p] == '\t') && !isSeparator(b, p, limit)) {
      p++;
    }
    boolean returned = p < limit && b[p] == '\r';
    int q = returned ? p + 1 : p;
    if (q >= limit && !whole) {
      return MORE;
    }
    if (q >= limit || b[q] == '\n') {
      return q;
    }
    if (!returned && p + separator.length > limit && !whole) {
      return MORE;
    }
    if (!returned && isSeparator(b, p, limit)) {
      return p;
    }
    flaw = "text after a closing quote at byte " + (p - record + 1);
    int kept = count;
    int next = plain(b, p, p, limit, whole);
    count = kept;
    return next;
  }

  private int escapesBefore(byte[] b, int from, int p) {
    int n = 0;
    while (p - n - 1 >= from && b[p - n - 1] == format.escape()) {
      n++;
    }
    return n;
  }

  private static boolean isOdd(int n) {
    return (n & 1) == 1;
  }

  private boolean isSeparator(byte[] b, int p, int limit) {
    if (b[p] != separator[0]) {
      return false;
    }
    int to = p + separator.length;
    return separator.length == 1
        || (to <= limit && Arrays.equals(b, p, to, separator, 0, separator.length));
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private void add(int from, int to, boolean inQuotes, boolean escapes) {
    if (count == froms.length) {
      froms = Arrays.copyOf(froms, count * 2);
      tos = Arrays.copyOf(tos, count * 2);
      quoted = Arrays.copyOf(quoted, count * 2);
      escaped = Arrays.copyOf(escaped, count * 2);
    }
    froms[count] = from;
    tos[count] = to;
    quoted[count] = inQuotes;
    escaped[count] = escapes;
    count++;
  }

  /** Returns the content of a field with its quotes resolved. */
  byte[] resolved(byte[] b, int field) {
    byte quote = format.quote();
    byte escape = format.escape();
    byte[] out = new byte[tos[field] - froms[field]];
    int n = 0;
    for (int p = froms[field]; p < tos[field]; p++) {
      if (b[p] == escape && escape != quote && escape != 0) {
        int run = 1;
        while (p + run < tos[field] && b[p + run] == escape) {
          run++;
        }
        // The field's own closing quote is not in the field, but the escapes before it count.
        boolean beforeQuote = p + run == tos[field] || b[p + run] == quote;
        for (int i = 0; i < (beforeQuote ? run / 2 : run); i++) {
          out[n++] = escape;
        }
        p += run - 1;
        if (beforeQuote && isOdd(run) && p + 1 < tos[field]) {
          out[n++] = quote;
          p++;
        }
      } else {
        out[n++] = b[p];
        if (b[p] == quote && p + 1 < tos[field] && b[p + 1] == quote) {
          p++;
        }
      }
    }
    return Arrays.copyOf(out, n);
  }
}
