package io.sluice.jobs.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.TestSpark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeighboursTest {

  private static Dataset<Row> input(String name) {
    return Neighbours.marked(name, TestSpark.session().range(3).toDF("id"));
  }

  @Test
  void areNotNeededWhereEachRowIsLookedAtByItself() {
    Dataset<Row> rows =
        input("a")
            .filter("id > 0")
            .withColumn("n", col("id").plus(1))
            .withColumn("each", explode(sequence(col("id"), col("n"))))
            .unionByName(input("b").selectExpr("id", "id AS n", "id AS each"));

    assertThat(Neighbours.neededBy(List.of(rows, input("c")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"inner", "left_outer", "left_semi", "left_anti"})
  void areNeededOnTheRightOfAJoinOnly(String type) {
    Dataset<Row> joined = input("a").join(input("b").toDF("k"), col("id").equalTo(col("k")), type);

    assertThat(Neighbours.neededBy(List.of(joined))).containsExactly("b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"right_outer", "full_outer"})
  void areNeededOnBothSidesWhereTheRightRowsComeOutToo(String type) {
    Dataset<Row> joined = input("a").join(input("b").toDF("k"), col("id").equalTo(col("k")), type);

    assertThat(Neighbours.neededBy(List.of(joined))).containsExactly("a", "b");
  }

  @Test
  void areNeededWhereRowsAreComparedWithOneAnother() {
    assertThat(Neighbours.neededBy(List.of(input("a").distinct()))).containsExactly("a");
    assertThat(Neighbours.neededBy(List.of(input("a").groupBy("id").count().filter("id > 1"))))
        .containsExactly("a");
    assertThat(
            Neighbours.neededBy(
                List.of(input("b"), input("a").selectExpr("row_number() OVER (ORDER BY id) AS n"))))
        .containsExactly("a");
    assertThat(Neighbours.neededBy(List.of(input("a").limit(2)))).containsExactly("a");
  }

  @Test
  void areNeededWhereAPredicateLooksIntoThem() {
    input("b").createOrReplaceTempView("neighbours_test");
    Dataset<Row> rows = input("a").filter("id IN (SELECT id FROM neighbours_test)");

    assertThat(Neighbours.neededBy(List.of(rows))).containsExactly("b");
    TestSpark.session().catalog().dropTempView("neighbours_test");
  }
}
