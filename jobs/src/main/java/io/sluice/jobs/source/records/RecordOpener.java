package io.sluice.jobs.source.records;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

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
    Path path = new Path(slice.file().path());
    FSDataInputStream stored = path.getFileSystem(configuration).open(path);
    InputStream toClose = stored;
    try {
      long from = Math.max(0, slice.start() - 1);
      if (from > 0) {
        stored.seek(from);
      }
      ByteFeed feed = new ByteFeed(CheckedInput.plain(stored), from);
      Records records =
          new LineRecords(feed, slice.start(), slice.end(), options.longest(), json, row, false);
      toClose = null;
      return records;
    } finally {
      if (toClose != null) {
        toClose.close();
      }
    }
  }
}
