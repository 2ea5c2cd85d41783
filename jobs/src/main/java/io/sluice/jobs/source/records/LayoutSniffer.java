package io.sluice.jobs.source.records;

import java.io.IOException;
import java.util.Optional;

/** Tells from its first bytes how a JSON file is laid out. */
final class LayoutSniffer {

  /** How many bytes are looked at, unless the first record alone is longer. */
  static final int WINDOW = 64 * 1024;

  private final JsonScanner scanner = new JsonScanner();

  /** Returns the layout of the file that {@code feed} is at the beginning of. Uses nothing up. */
  RecordKind kind(ByteFeed feed, int longest) throws IOException {
    int wanted = WINDOW;
    boolean whole = false;
    while (true) {
      while (feed.available() < wanted && !whole) {
        whole = !feed.more();
      }
      Optional<RecordKind> kind = kind(feed.bytes, feed.at, feed.limit, whole);
      if (kind.isPresent() || wanted > longest) {
        return kind.orElse(RecordKind.JSON_CONCATENATED);
      }
      wanted = wanted * 4;
    }
  }

  /**
   * @param whole whether the file ends at {@code to}
   */
  Optional<RecordKind> kind(byte[] b, int from, int to, boolean whole) {
    int at = from;
    if (to - at >= 3
        && b[at] == (byte) 0xEF
        && b[at + 1] == (byte) 0xBB
        && b[at + 2] == (byte) 0xBF) {
      at += 3;
    }
    while (at < to && RecordStart.isSpace(b[at])) {
      at++;
    }
    if (at == to) {
      return whole ? Optional.of(RecordKind.JSON_LINES) : Optional.empty();
    }
    if (b[at] == '[') {
      return Optional.of(RecordKind.JSON_ARRAY);
    }
    boolean first = true;
    int line = at;
    while (line < to) {
      int end = Bytes.indexOf(b, (byte) '\n', line, to);
      if (end < 0 && !whole) {
        break;
      }
      int lineEnd = end < 0 ? to : end;
      if ((first || b[line] == '{') && isOneValue(b, line, lineEnd)) {
        return Optional.of(RecordKind.JSON_LINES);
      }
      first = false;
      line = lineEnd + 1;
    }
    if (b[at] != '{') {
      return Optional.of(RecordKind.JSON_LINES);
    }
    return first ? ofLongLine(b, at, to) : Optional.of(RecordKind.JSON_CONCATENATED);
  }

  /** No line has ended yet: what matters is what follows the first record. */
  private Optional<RecordKind> ofLongLine(byte[] b, int from, int to) {
    scanner.start(b, from, to);
    try {
      scanner.skip();
      return scanner.atEnd() ? Optional.empty() : Optional.of(RecordKind.JSON_CONCATENATED);
    } catch (MalformedJsonException e) {
      return e.isCutOff() ? Optional.empty() : Optional.of(RecordKind.JSON_CONCATENATED);
    }
  }

  private boolean isOneValue(byte[] b, int from, int to) {
    scanner.start(b, from, to);
    try {
      scanner.skip();
      return scanner.atEnd();
    } catch (MalformedJsonException e) {
      return false;
    }
  }
}
