package io.sluice.jobs.source.records;

import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.util.SerializableConfiguration;

/** Makes readers on the executors. Does not hold the list of files: each task brings its own. */
final class RecordReaderFactory implements PartitionReaderFactory {

  private static final long serialVersionUID = 1L;

  private final RecordInput input;
  private final List<String> output;
  private final Broadcast<SerializableConfiguration> configuration;

  RecordReaderFactory(
      RecordInput input, List<String> output, Broadcast<SerializableConfiguration> configuration) {
    this.input = input.withFiles(List.of());
    this.output = output;
    this.configuration = configuration;
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    RecordRow row = new RecordRow(input, output, new RecordOptions(input.options()).times());
    RecordOpener opener = new RecordOpener(configuration.value().value(), input, row);
    return new RecordReader((RecordPartition) partition, opener, row);
  }
}
