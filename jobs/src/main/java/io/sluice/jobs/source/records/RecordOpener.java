package io.sluice.jobs.source.records;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** Opens slices of files as records that fill one row. */
final class RecordOpener {

  private final Configuration configuration;
  private final RecordOptions options;
  private final RecordRow row;
  private final JsonParser json;

  RecordOpener(Configuration configuration, RecordInput input, RecordRow row) {
    this.configuration = configuration;
    this.options = new RecordOptions(input.options());
    this.row = row;
    this.json =
        new JsonParser(
            new JsonTypes(options.times()).record(input.schema(), row.slots(), input.pathColumns()),
            row);
  }

  Records open(RecordSlice slice) throws IOException {
    long from = Math.max(0, slice.start() - 1);
    ByteFeed feed = new ByteFeed(StoredFile.open(configuration, slice.file().path(), from), from);
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
      default -> new LineRecords(feed, slice.start(), slice.end(), longest, json, row, false);
    };
  }
}
