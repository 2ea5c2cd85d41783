package io.sluice.jobs.sink.delta;

import io.sluice.jobs.TestSpark;
import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.pipeline.OnSchemaChange;
import io.sluice.jobs.sink.PublishMode;
import io.sluice.jobs.sink.WriteWatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Writes Delta tables for tests. */
final class Tables {

  static final SparkSession SPARK = TestSpark.session();
  static final String APP = "sluice/cleaned.t";

  private Tables() {}

  static LakeFiles files() {
    return new LakeFiles(SPARK.sparkContext().hadoopConfiguration());
  }

  static Dataset<Row> sql(String query) {
    return SPARK.sql(query);
  }

  static DeltaLayout layout(Dataset<Row> rows, String... partitionBy) {
    return new DeltaLayout(
        rows.schema(),
        List.of(partitionBy),
        List.of(),
        Optional.empty(),
        OptionalLong.empty(),
        Map.of(),
        OnSchemaChange.FAIL);
  }

  static DeltaLayout adding(Dataset<Row> rows, String... partitionBy) {
    DeltaLayout layout = layout(rows, partitionBy);
    return new DeltaLayout(
        layout.schema(),
        layout.partitionBy(),
        layout.sortBy(),
        layout.compression(),
        layout.targetFileBytes(),
        layout.properties(),
        OnSchemaChange.ADD);
  }

  static DeltaLayout with(DeltaLayout layout, Map<String, String> properties) {
    return new DeltaLayout(
        layout.schema(),
        layout.partitionBy(),
        layout.sortBy(),
        layout.compression(),
        layout.targetFileBytes(),
        properties,
        layout.onSchemaChange());
  }

  static StagedFiles stage(Dataset<Row> rows, DeltaLayout layout, String table, PublishMode mode) {
    try (WriteWatch watch = new WriteWatch(SPARK, UUID.randomUUID().toString(), table)) {
      return new DeltaWriter(SPARK, files()).stage(rows, layout, table, mode, watch);
    }
  }

  static FilesCommit commit(StagedFiles staged, String table, long version, PublishMode mode) {
    return new FilesCommit(table, APP, version, mode, staged.actions());
  }

  /** Stages and commits. */
  static StagedFiles write(
      Dataset<Row> rows, DeltaLayout layout, String table, long version, PublishMode mode) {
    StagedFiles staged = stage(rows, layout, table, mode);
    new DeltaCommits(SPARK).carryOut(commit(staged, table, version, mode));
    return staged;
  }

  /** Returns all rows as text, sorted. */
  static List<String> rows(String table) {
    return SPARK.read().format("delta").load(table).collectAsList().stream()
        .map(Row::toString)
        .sorted()
        .toList();
  }

  static StructType schema(String table) {
    return SPARK.read().format("delta").load(table).schema();
  }
}
