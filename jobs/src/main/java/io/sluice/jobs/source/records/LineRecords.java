package io.sluice.jobs.source.records;

import java.io.IOException;
import java.util.List;

/**
 * One record a line. A line ends with a line feed; a carriage return before it belongs to the end
 * and one elsewhere to the line. Lines of white space alone are no records.
 */
final class LineRecords implements Records {

  private final ByteFeed feed;
  private final long end;
  private final int longest;
  private final RecordParser parser;
  private final RecordRow row;
  private final boolean keepBlank;
  private boolean inPieces;
  private boolean told;

  /**
   * @param feed at the first byte of the part, or at the byte before it where the part is not the
   *     first of its file
   * @param start where the part begins
   * @param end where it ends: a line belongs to the part in which its first byte lies
   * @param keepBlank whether lines without any byte count
   */
  LineRecords(
      ByteFeed feed,
      long start,
      long end,
      int longest,
      RecordParser parser,
      RecordRow row,
      boolean keepBlank)
      throws IOException {
    this.feed = feed;
    this.end = end;
    this.longest = longest;
    this.parser = parser;
    this.row = row;
    this.keepBlank = keepBlank;
    if (start > 0) {
      feed.passLine();
    } else {
      feed.skipMark();
    }
  }

  @Override
  public boolean next() throws IOException {
    while (feed.position(feed.at) < end || inPieces) {
      int from = feed.at;
      int scanned = from;
      int found;
      while ((found = Bytes.indexOf(feed.bytes, (byte) '\n', scanned, feed.limit)) < 0) {
        if (feed.available() >= longest) {
          return piece(feed.at + longest, true);
        }
        scanned = feed.available();
        if (!feed.more()) {
          return last();
        }
      }
      from = feed.at;
      if (found - from > longest) {
        return piece(from + longest, true);
      }
      if (inPieces) {
        return piece(found + 1, false);
      }
      feed.at = found + 1;
      int to = found > from && feed.bytes[found - 1] == '\r' ? found - 1 : found;
      if (keepBlank || !isBlank(feed.bytes, from, to)) {
        parser.parse(feed.bytes, from, to);
        return true;
      }
    }
    return false;
  }

  /** What is left when the file ends without a line feed. */
  private boolean last() {
    int from = feed.at;
    int to = feed.limit;
    feed.at = to;
    if (feed.broken() != null && !told) {
      told = true;
      row.blank();
      row.end(List.of(feed.broken()), feed.bytes, from, to);
      return true;
    }
    if (from == to) {
      return false;
    }
    if (inPieces) {
      return reject(from, to, false);
    }
    if (feed.bytes[to - 1] == '\r') {
      to--;
    }
    if (!keepBlank && isBlank(feed.bytes, from, to)) {
      return false;
    }
    parser.parse(feed.bytes, from, to);
    return true;
  }

  private boolean piece(int to, boolean goesOn) {
    int from = feed.at;
    feed.at = to;
    return reject(from, to, goesOn);
  }

  private boolean reject(int from, int to, boolean goesOn) {
    inPieces = goesOn;
    row.blank();
    row.end(List.of("too long: a record of more than " + longest + " bytes"), feed.bytes, from, to);
    return true;
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    feed.close();
  }
}
