package io.sluice.bench;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeFilesTest {
  private static final ChangeLog LOG = new ChangeLog(7, 300, 40, 3);
  private static SparkSession spark;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void givesEachBatchItsOwnChangesInTheirOrder() {
    List<Row> expected = new ArrayList<>();
    for (long number = LOG.first(1); number < LOG.first(2); number++) {
      expected.add(LOG.change(number).row());
    }

    assertThat(ChangeFiles.rows(spark, LOG, 1).collectAsList()).containsExactlyElementsOf(expected);
  }

  @Test
  void sumsUpTheTableThatTheLogMakes() {
    Map<Long, Change> table = new HashMap<>();
    for (long number = 0; number < LOG.changes(); number++) {
      Change change = LOG.change(number);
      table.merge(change.id(), change, (a, b) -> a.ts().isAfter(b.ts()) ? a : b);
    }
    List<Row> left =
        table.values().stream().filter(change -> !change.deleted()).map(Change::row).toList();
    Dataset<Row> expected = spark.createDataFrame(left, Change.SCHEMA);

    Dataset<Row> whole =
        ChangeFiles.rows(spark, LOG, 0)
            .union(ChangeFiles.rows(spark, LOG, 1))
            .union(ChangeFiles.rows(spark, LOG, 2));
    assertThat(left).hasSizeBetween(30, 39);
    assertThat(TableSum.sum(TableSum.table(whole)))
        .startsWith(left.size() + " rows, checksum ")
        .isEqualTo(TableSum.sum(expected));
  }

  @Test
  void tellsTablesApartThatDifferInOneValue() {
    Dataset<Row> rows = ChangeFiles.rows(spark, LOG, 0);
    String sum = TableSum.sum(rows);
    String one = "id = " + rows.first().getLong(0);

    assertThat(TableSum.sum(rows.repartition(3))).isEqualTo(sum);
    for (String column : List.of("id", "name", "amount", "status", "address", "note", "ts")) {
      Dataset<Row> other = rows.withColumn(column, expr("IF(" + one + ", NULL, " + column + ")"));
      assertThat(TableSum.sum(other)).as(column).isNotEqualTo(sum);
    }
  }
}
