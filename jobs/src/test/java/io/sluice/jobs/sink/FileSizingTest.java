package io.sluice.jobs.sink;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sha2;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.TestSpark;
import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.lake.LakeFiles.FileState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSizingTest {

  private static final long TARGET = 100_000;

  @TempDir private Path folder;
  private final SparkSession spark = TestSpark.session();
  private final LakeFiles files = new LakeFiles(new Configuration());

  /** Some 50 bytes a row that do not compress. */
  private Dataset<Row> rows(int number, int tasks) {
    return spark
        .range(0, number, 1, tasks)
        .select(
            col("id"),
            sha2(col("id").cast("string").cast("binary"), 256).as("text"),
            pmod(col("id"), org.apache.spark.sql.functions.lit(3)).cast("string").as("day"));
  }

  private StagedTable write(Dataset<Row> rows, TableLayout layout) {
    String staging = folder.resolve("a [1] {b,c}* data/lake/data").toString();
    try (WriteWatch watch = new WriteWatch(spark, staging, staging)) {
      StagedTable staged = new TableWriter(spark, files).stage(rows, layout, staging, watch);
      return new FileSizing(spark, files).resize(staged, layout, rows.schema());
    }
  }

  private static TableLayout layout(String... partitionBy) {
    return new TableLayout(
        "parquet", List.of(partitionBy), List.of("id"), Optional.empty(), OptionalLong.of(TARGET));
  }

  @Test
  void mergesManySmallFilesToTheTarget() {
    StagedTable staged = write(rows(40_000, 40), layout());

    assertThat(staged.files()).hasSizeBetween(5, 40);
    assertThat(staged.files())
        .extracting(FileState::bytes)
        .allSatisfy(bytes -> assertThat(bytes).isBetween(TARGET / 2, TARGET * 2));
    assertThat(staged.rows()).isEqualTo(40_000);
    assertThat(
            WrittenFiles.reader(spark, "parquet")
                .load(staged.folder())
                .select("id")
                .distinct()
                .count())
        .isEqualTo(40_000);
  }

  @Test
  void splitsAFileThatIsTooLarge() {
    StagedTable staged = write(rows(40_000, 1), layout());

    assertThat(staged.files())
        .hasSizeGreaterThan(5)
        .extracting(FileState::bytes)
        .allSatisfy(bytes -> assertThat(bytes).isBetween(TARGET / 2, TARGET * 2));
  }

  @Test
  void sizesTheFilesOfEachPartition() {
    StagedTable staged = write(rows(40_000, 8), layout("day"));

    assertThat(staged.files())
        .hasSizeGreaterThan(5)
        .extracting(FileState::bytes)
        .allSatisfy(bytes -> assertThat(bytes).isBetween(TARGET / 2, TARGET * 2));
    assertThat(staged.files()).allSatisfy(file -> assertThat(file.path()).contains("/day="));
  }

  @Test
  void findsPartitionsWithOddNamesAgain() {
    Dataset<Row> odd =
        rows(60_000, 8)
            .withColumn(
                "day",
                expr("element_at(array('a b', 'c=d', '50%', 'ü/+', null), int(id % 5) + 1)"));

    StagedTable staged = write(odd, layout("day"));

    assertThat(staged.folder()).endsWith("-resized");
    assertThat(staged.rows()).isEqualTo(60_000);
    assertThat(
            WrittenFiles.reader(spark, "parquet")
                .load(staged.folder())
                .groupBy("day")
                .count()
                .collectAsList())
        .extracting(Row::toString)
        .containsExactlyInAnyOrder(
            "[a b,12000]", "[c=d,12000]", "[50%,12000]", "[ü/+,12000]", "[null,12000]");
  }

  @Test
  void leavesFilesAloneThatFit() {
    StagedTable staged = write(rows(1_500, 1), layout());

    assertThat(staged.files()).hasSize(1);
    assertThat(staged.folder()).doesNotContain("resized");
  }

  @Test
  void writesNoEmptyFiles() {
    StagedTable staged = write(rows(10, 8).filter("id = 3"), TableLayout.parquet());

    assertThat(staged.files()).hasSize(1);
    assertThat(staged.rows()).isEqualTo(1);
  }
}
