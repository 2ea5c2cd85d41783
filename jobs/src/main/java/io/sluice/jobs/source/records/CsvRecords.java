package io.sluice.jobs.source.records;

import java.io.IOException;
import java.util.List;

/** Records of separated values. */
final class CsvRecords implements Records {

  private final ByteFeed feed;
  private final CsvFormat format;
  private final CsvScanner scanner;
  private final CsvColumns columns;
  private final RecordRow row;
  private final long end;
  private final int longest;
  private boolean whole;
  private boolean collapsed;
  private boolean told;

  /**
   * @param feed at the beginning of the file, or of a line
   * @param end no record begins at or after it
   */
  CsvRecords(
      ByteFeed feed, CsvFormat format, CsvColumns columns, long end, int longest, RecordRow row) {
    this.feed = feed;
    this.format = format;
    this.scanner = new CsvScanner(format);
    this.columns = columns;
    this.end = end;
    this.longest = longest;
    this.row = row;
  }

  /** Passes the header, if the file has any record, and reads by it what comes. */
  void readHeader() throws IOException {
    int after = scan();
    if (after != CsvScanner.MORE) {
      columns.header(CsvColumns.names(scanner, feed.bytes));
      feed.at = after;
    }
  }

  /** Returns the fields of the first record, or none if there is none. */
  static List<String> fields(ByteFeed feed, CsvFormat format, int longest) throws IOException {
    CsvRecords records = new CsvRecords(feed, format, null, RecordSlice.WHOLE, longest, null);
    return records.scan() == CsvScanner.MORE
        ? List.of()
        : CsvColumns.names(records.scanner, feed.bytes);
  }

  @Override
  public boolean next() throws IOException {
    if (collapsed) {
      return piece();
    }
    int after = scan();
    if (feed.position(feed.at) >= end) {
      return false;
    }
    if (after == CsvScanner.MORE) {
      return (feed.available() > 0 || feed.broken() != null) && unfinished();
    }
    if (after >= feed.limit && whole && feed.broken() != null && feed.bytes[after - 1] != '\n') {
      return unfinished();
    }
    int from = feed.at;
    feed.at = after;
    record(from, scanner.end);
    return true;
  }

  private void record(int from, int to) {
    byte[] b = feed.bytes;
    Object[] values = row.blank();
    List<String> flaws;
    int invalid = Utf8.firstInvalid(b, from, to);
    int nul = invalid >= 0 ? -1 : Bytes.indexOf(b, (byte) 0, from, to);
    if (invalid >= 0) {
      flaws = List.of("invalid " + format.charset().name() + " at byte " + (invalid - from + 1));
    } else if (nul >= 0) {
      flaws = List.of("NUL at byte " + (nul - from + 1));
    } else if (scanner.flaw != null) {
      flaws = List.of(scanner.flaw);
    } else {
      flaws = columns.fill(scanner, b, values);
    }
    row.end(flaws, b, from, to);
  }

  /** Scans the next record that is one, reading as much as it takes; MORE if there is none. */
  private int scan() throws IOException {
    while (true) {
      int after =
          feed.available() == 0
              ? CsvScanner.MORE
              : scanner.scan(feed.bytes, feed.at, feed.limit, whole);
      if (after == CsvScanner.MORE) {
        if (whole || feed.available() >= longest) {
          return CsvScanner.MORE;
        }
        grow();
      } else if (scanner.end == feed.at || isComment()) {
        if (feed.position(feed.at) >= end) {
          return after;
        }
        feed.at = after;
      } else {
        return after;
      }
    }
  }

  private boolean isComment() {
    return format.comment() != 0 && feed.bytes[feed.at] == format.comment();
  }

  private void grow() throws IOException {
    int wanted = Math.max(64 * 1024, 2 * feed.available());
    while (feed.available() < wanted && !whole) {
      whole = !feed.more();
    }
  }

  /** The record does not end, or not within bounds, and nothing behind it can be told from it. */
  private boolean unfinished() throws IOException {
    collapsed = true;
    return piece();
  }

  private boolean piece() throws IOException {
    while (feed.available() < longest && !whole) {
      whole = !feed.more();
    }
    if (told && feed.available() == 0) {
      return false;
    }
    told = true;
    int from = feed.at;
    feed.at = Math.min(feed.limit, from + longest);
    row.blank();
    row.end(
        List.of(
            feed.broken() != null
                ? feed.broken()
                : "too long: a record of more than " + longest + " bytes"),
        feed.bytes,
        from,
        feed.at);
    return true;
  }

  @Override
  public void close() throws IOException {
    feed.close();
  }
}
