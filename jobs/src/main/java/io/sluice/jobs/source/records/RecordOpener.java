package io.sluice.jobs.source.records;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** Opens slices of files as records that fill one row. */
final class RecordOpener {

  private final Configuration configuration;
  private final RecordInput input;
  private final RecordOptions options;
  private final RecordRow row;
  private final JsonParser json;

  RecordOpener(Configuration configuration, RecordInput input, RecordRow row) {
    this.configuration = configuration;
    this.options = new RecordOptions(input.options());
    this.row = row;
    this.input = input;
    this.json =
        new JsonParser(
            new JsonTypes(options.times()).record(input.schema(), row.slots(), input.pathColumns()),
            row);
  }

  Records open(RecordSlice slice) throws IOException {
    long from = Math.max(0, slice.start() - 1);
    ByteFeed feed = new ByteFeed(StoredFile.open(configuration, slice.file().uri(), from), from);
    boolean opened = false;
    try {
      Records records = open(slice, feed);
      opened = true;
      return records;
    } finally {
      if (!opened) {
        feed.close();
      }
    }
  }

  private Records open(RecordSlice slice, ByteFeed feed) throws IOException {
    int longest = options.longest();
    RecordKind kind =
        slice.kind() == RecordKind.JSON ? new LayoutSniffer().kind(feed, longest) : slice.kind();
    return switch (kind) {
      case JSON_ARRAY -> new JsonRecords(feed, true, longest, json, row);
      case JSON_CONCATENATED -> new JsonRecords(feed, false, longest, json, row);
      case CSV, CSV_LINES -> csv(slice, feed);
      case TEXT -> {
        TextParser text = new TextParser(row, row.slots().getOrDefault("value", -1));
        yield new LineRecords(feed, slice.start(), slice.end(), longest, text, row, true);
      }
      default -> new LineRecords(feed, slice.start(), slice.end(), longest, json, row, false);
    };
  }

  private Records csv(RecordSlice slice, ByteFeed stored) throws IOException {
    CsvFormat format = CsvFormat.of(options);
    CsvColumns columns =
        new CsvColumns(format, input.schema(), row.slots(), input.pathColumns(), options.times());
    ByteFeed feed = stored.inUtf8(format.charset());
    CsvRecords records = new CsvRecords(feed, format, columns, slice.end(), options.longest(), row);
    if (slice.start() > 0) {
      feed.passLine();
      if (format.header()) {
        headerOf(slice, format, columns);
      }
      return records;
    }
    feed.skipMark();
    if (format.header()) {
      records.readHeader();
    }
    return records;
  }

  /** A part of a file that is not its first has to look up the header. */
  private void headerOf(RecordSlice slice, CsvFormat format, CsvColumns columns)
      throws IOException {
    try (ByteFeed top =
        new ByteFeed(
            StoredFile.open(configuration, slice.file().uri(), 0), 0, LayoutSniffer.WINDOW)) {
      top.skipMark();
      columns.header(CsvRecords.fields(top, format, options.longest()));
    }
  }
}
