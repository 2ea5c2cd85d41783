package io.sluice.jobs.source.records;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** One scan of a {@link RecordInput}: builder, scan and batch. Lives on the driver. */
final class RecordScan
    implements ScanBuilder, Scan, Batch, SupportsPushDownRequiredColumns, SupportsReportStatistics {

  /** What a file of text shrinks to, at a guess; only used to choose between kinds of joins. */
  private static final long COMPRESSED_GROWS = 4;

  private final SparkSession spark;
  private final RecordInput input;
  private StructType output;
  private InputPartition[] partitions;

  RecordScan(SparkSession spark, RecordInput input) {
    this.spark = spark;
    this.input = input;
    this.output = input.output();
  }

  /**
   * Leaves out whole columns only. Spark may ask for some fields of a struct, too; but values are
   * parsed, and found wrong, as a whole, and a struct with other fields than it says would give
   * values of one field for those of another.
   */
  @Override
  public void pruneColumns(StructType required) {
    List<String> asked = List.of(required.fieldNames());
    output =
        new StructType(
            Arrays.stream(input.output().fields())
                .filter(field -> asked.contains(field.name()))
                .toArray(StructField[]::new));
  }

  @Override
  public Scan build() {
    return this;
  }

  @Override
  public StructType readSchema() {
    return output;
  }

  @Override
  public String description() {
    return "sluice "
        + input.kind().name().toLowerCase(java.util.Locale.ROOT)
        + " files="
        + input.files().size()
        + " columns="
        + Arrays.toString(output.fieldNames());
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public synchronized InputPartition[] planInputPartitions() {
    if (partitions == null) {
      SplitSizes sizes = SplitSizes.of(spark);
      Splitter splitter = new Splitter(sizes);
      KindFinder kinds = new KindFinder(input, spark.sparkContext().hadoopConfiguration());
      partitions =
          splitter
              .partitions(input.files(), kinds::kindsOfFilesAbove)
              .toArray(InputPartition[]::new);
    }
    return partitions.clone();
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return new RecordReaderFactory(
        input,
        List.of(output.fieldNames()),
        context.broadcast(
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration())));
  }

  @Override
  public Statistics estimateStatistics() {
    long stored =
        input.files().stream()
            .mapToLong(
                f -> f.bytes() * (Compression.of(f.uri()).isPresent() ? COMPRESSED_GROWS : 1))
            .sum();
    double part = (double) output.defaultSize() / Math.max(1, input.output().defaultSize());
    long bytes = Math.max(1, (long) (stored * Math.min(1, part)));
    return new Statistics() {
      @Override
      public OptionalLong sizeInBytes() {
        return OptionalLong.of(bytes);
      }

      @Override
      public OptionalLong numRows() {
        return OptionalLong.empty();
      }
    };
  }
}
