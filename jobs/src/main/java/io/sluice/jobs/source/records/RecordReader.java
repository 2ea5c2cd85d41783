package io.sluice.jobs.source.records;

import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;

/** Reads the slices of a task one after the other. */
final class RecordReader implements PartitionReader<InternalRow> {

  private final RecordPartition partition;
  private final RecordOpener opener;
  private final RecordRow row;
  private int next;
  private Records records;

  RecordReader(RecordPartition partition, RecordOpener opener, RecordRow row) {
    this.partition = partition;
    this.opener = opener;
    this.row = row;
  }

  @Override
  public boolean next() throws IOException {
    while (true) {
      if (records != null) {
        if (records.next()) {
          return true;
        }
        close();
      }
      if (next == partition.slices().size()) {
        return false;
      }
      RecordSlice slice = partition.slices().get(next++);
      row.enter(slice.file());
      records = opener.open(slice);
    }
  }

  @Override
  public InternalRow get() {
    return row.row();
  }

  @Override
  public void close() throws IOException {
    if (records != null) {
      Records open = records;
      records = null;
      open.close();
    }
  }
}
