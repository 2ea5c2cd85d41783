package io.sluice.jobs.sink;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.TestSpark;
import io.sluice.jobs.lake.LakeFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenFilesTest {

  private static final List<String> ODD =
      List.of(
          " lead", "trail ", " ", "a\nb", "a\r\nb", "a\rb", "q\"q", "\"", "\"\"", "c,c", "\\",
          "x\\", "\\\"", "a\tb", "é", "NaN", "null", "#", "");

  @TempDir private Path folder;
  private final SparkSession spark = TestSpark.session();

  private StagedTable write(Dataset<Row> rows, TableLayout layout) {
    String staging = folder.resolve("data").toString();
    try (WriteWatch watch = new WriteWatch(spark, staging, staging)) {
      LakeFiles files = new LakeFiles(new Configuration());
      StagedTable staged = new TableWriter(spark, files).stage(rows, layout, staging, watch);
      return new FileSizing(spark, files).resize(staged, layout, rows.schema());
    }
  }

  private static TableLayout layout(String format, Optional<String> compression, long target) {
    return new TableLayout(format, List.of(), List.of(), compression, OptionalLong.of(target));
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "orc", "parquet"})
  void bringBackWhatWentIn(String format) {
    Dataset<Row> rows =
        spark
            .createDataset(ODD, Encoders.STRING())
            .toDF("text")
            .repartition(3)
            .unionByName(spark.sql("SELECT CAST(NULL AS STRING) AS text"))
            .withColumn(
                "time", expr("timestamp_micros(1700000000123456L + coalesce(length(text), 99))"))
            .withColumn("day", expr("DATE'2020-02-29'"));

    StagedTable staged = write(rows, layout(format, Optional.empty(), 1_000_000));

    assertThat(staged.folder()).as("read back once already").endsWith("-resized");
    Dataset<Row> back =
        WrittenFiles.reader(spark, format)
            .schema(rows.schema())
            .load(staged.folder())
            .select("text", "time", "day");
    assertThat(back.collectAsList()).containsExactlyInAnyOrderElementsOf(rows.collectAsList());
  }

  @Test
  void giveOtherReadersOfCsvTheSameTexts() throws SQLException {
    Dataset<Row> rows = spark.createDataset(ODD, Encoders.STRING()).toDF("text").coalesce(1);

    StagedTable staged = write(rows, layout("csv", Optional.empty(), 1_000_000));

    String read =
        "SELECT coalesce(text, '') FROM read_csv('%s/*.csv', header = true, quote = '\"', escape = '\"', delim = ',', all_varchar = true)";
    assertThat(duck(read.formatted(staged.folder()))).containsExactlyInAnyOrderElementsOf(ODD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zstd", "snappy", "gzip", "lz4", "none"})
  void giveOtherReadersParquetInEveryCompression(String codec) throws SQLException {
    StagedTable staged =
        write(
            spark.range(100).coalesce(1).select(col("id").cast("string")),
            layout("parquet", Optional.of(codec), 1_000_000));

    assertThat(duck("SELECT count(*) FROM '%s/*.parquet'".formatted(staged.folder())))
        .containsExactly("100");
  }

  private static List<String> duck(String query) throws SQLException {
    List<String> values = new java.util.ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        values.add(result.getString(1));
      }
    }
    return values;
  }
}
