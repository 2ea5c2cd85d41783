package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DropDuplicatesTest {

  private static Dataset<Row> customers() {
    return Rows.sql(
        "SELECT * FROM VALUES (1, 10, 'old', map('a', 1)), (1, 20, 'b', map('a', 2)),"
            + " (1, 20, 'a', map('a', 3)), (1, 20, 'a', map('a', 2)), (1, NULL, 'none', NULL),"
            + " (NULL, 5, 'x', NULL), (NULL, 6, 'y', NULL) AS t(id, ts, name, m)");
  }

  @Test
  void keepsOneOfTheRowsThatAreEqualInAllColumns() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT * FROM VALUES (1, double('NaN'), NULL), (1, double('NaN'), NULL),"
                + " (2, 0.0D, 'x'), (2, -0.0D, 'x'), (2, 0.0D, 'y') AS t(a, b, c)");

    assertThat(Rows.of(DropDuplicates.wholeRows().apply(rows)))
        .containsExactlyInAnyOrder("[1,NaN,null]", "[2,0.0,x]", "[2,0.0,y]");
  }

  @Test
  void doesNotCompareWhereRowsCameFrom() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT * FROM VALUES (1, 'g', 'r2'), (1, 'f', 'r3'), (2, 'f', 'r1')"
                + " AS t(a, __sluice_file, __sluice_raw)");

    assertThat(Rows.of(DropDuplicates.wholeRows().apply(rows)))
        .containsExactlyInAnyOrder("[1,f,r3]", "[2,f,r1]");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void keepsTheSameRowOfAKeyHoweverRowsAreSpread(int partitions) {
    Dataset<Row> rows = customers().repartition(partitions).orderBy(functions.rand(partitions));
    Dataset<Row> result =
        DropDuplicates.by(List.of("id"), List.of("ts DESC"))
            .apply(rows)
            .selectExpr("id", "ts", "name", "to_json(m)");

    assertThat(Rows.of(result)).containsExactlyInAnyOrder("[1,20,a,{\"a\":2}]", "[null,6,y,null]");
  }

  @ParameterizedTest
  @CsvSource({
    "ts, none",
    "ts asc, none",
    "ts asc nulls last, old",
    "ts desc, a",
    "ts DESC NULLS FIRST, none",
    "name desc, old"
  })
  void ordersAsSaid(String order, String expected) {
    Dataset<Row> result =
        DropDuplicates.by(List.of("ID"), List.of(order)).apply(customers().filter("id = 1"));

    assertThat(result.select("name").first().getString(0)).isEqualTo(expected);
  }

  @Test
  void keepsLineageOfTheRowThatStays() {
    Dataset<Row> rows =
        Rows.sql("SELECT * FROM VALUES (1, 1, 'f'), (1, 2, 'g') AS t(k, ts, __sluice_file)");

    assertThat(Rows.of(DropDuplicates.by(List.of("k"), List.of("ts desc")).apply(rows)))
        .containsExactly("[1,2,g]");
  }

  @Test
  void shufflesOnce() {
    Dataset<Row> rows = Rows.sql("SELECT id % 10 AS k, id % 7 AS ts FROM range(100)");

    assertThat(exchanges(DropDuplicates.wholeRows().apply(rows))).isEqualTo(1);
    assertThat(exchanges(DropDuplicates.by(List.of("k"), List.of("ts")).apply(rows))).isEqualTo(1);
    assertThat(Rows.physical(DropDuplicates.by(List.of("k"), List.of("ts")).apply(rows)))
        .contains("WindowGroupLimit");
  }

  private static int exchanges(Dataset<Row> rows) {
    return Rows.occurrences(Rows.physical(rows), "Exchange hashpartitioning");
  }

  @Test
  void refusesWhatCannotBeCompared() {
    assertRefused(
        DropDuplicates.wholeRows(), "Cannot compare column: m (map<string,int> holds a map");
    assertRefused(DropDuplicates.by(List.of("m"), List.of("ts")), "maps cannot be compared");
    assertRefused(DropDuplicates.by(List.of("id"), List.of("m")), "Cannot order by column: m");
    assertRefused(DropDuplicates.by(List.of("id"), List.of()), "it is chance which row stays");
    assertRefused(DropDuplicates.by(List.of(), List.of("ts")), "the list of keys is empty");
    assertRefused(DropDuplicates.by(List.of("idd"), List.of("ts")), "Did you mean id?");
    assertRefused(DropDuplicates.by(List.of("id"), List.of("tss desc")), "Did you mean ts?");
    assertRefused(DropDuplicates.by(List.of("id"), List.of("desc")), "no such column");
  }

  private static void assertRefused(Transform transform, String message) {
    assertThatThrownBy(() -> transform.apply(customers()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
