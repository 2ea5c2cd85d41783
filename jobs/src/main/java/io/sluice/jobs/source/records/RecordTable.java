package io.sluice.jobs.source.records;

import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The records of some files, as a table that Spark can read. */
final class RecordTable implements SupportsRead {

  private final SparkSession spark;
  private final RecordInput input;

  RecordTable(SparkSession spark, RecordInput input) {
    this.spark = spark;
    this.input = input;
  }

  @Override
  public String name() {
    return "sluice";
  }

  @Override
  @SuppressWarnings("deprecation") // Its successor columns() is built on it.
  public StructType schema() {
    return input.output();
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return new RecordScan(spark, input);
  }
}
