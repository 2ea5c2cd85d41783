package io.sluice.jobs.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.TestSpark;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The replay of Delta's log that other tests look through. */
class DeltaFolderTest {
  @TempDir private Path folder;

  @Test
  void showsWhatDeltaShowsAfterEveryCommit() {
    SparkSession spark = TestSpark.session();
    Duck duck = new Duck(folder.resolve("a lake"));
    Path table = duck.lake().resolve("cleaned/parts");
    Dataset<Row> rows =
        spark.range(40).selectExpr("id", "concat('a b/', id % 3) AS part", "id * 2 AS value");
    String sql = "delta.`" + table + "`";

    rows.write().format("delta").partitionBy("part").save(table.toString());
    same(spark, duck, sql, 40);
    rows.write().format("delta").mode(SaveMode.Append).save(table.toString());
    same(spark, duck, sql, 80);
    spark.sql("DELETE FROM " + sql + " WHERE id < 10");
    same(spark, duck, sql, 60);
    spark.sql("DELETE FROM " + sql);
    same(spark, duck, sql, 0);
    // More commits than lie between two checkpoints.
    for (int i = 0; i < 10; i++) {
      rows.where("id = " + i).write().format("delta").mode(SaveMode.Append).save(table.toString());
    }
    same(spark, duck, sql, 10);
    assertThat(DeltaFolder.of(table).commits()).isEqualTo(14);
  }

  private static void same(SparkSession spark, Duck duck, String sql, int rows) {
    String concat = "concat(id, '|', part, '|', value)";
    List<String> delta =
        spark.sql("SELECT " + concat + " AS row FROM " + sql).collectAsList().stream()
            .map(row -> row.getString(0))
            .sorted()
            .toList();
    assertThat(duck.rows("SELECT " + concat + " FROM {cleaned.parts}"))
        .extracting(row -> row.get(0))
        .hasSize(rows)
        .containsExactlyInAnyOrderElementsOf(delta);
  }
}
