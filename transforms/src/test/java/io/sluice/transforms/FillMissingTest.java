package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.WithNull;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FillMissingTest {

  private static Dataset<Row> orders() {
    return Rows.sql(
        "SELECT * FROM VALUES (1, NULL, 'a', NULL, 'f1'), (NULL, 'DE', NULL, 'b', 'f2'),"
            + " (3, '', NULL, NULL, 'f3')"
            + " AS t(qty, country, shipping, billing, __sluice_file)");
  }

  private static Dataset<Row> prices() {
    return Rows.sql(
        "SELECT * FROM VALUES ('x', 1, NULL), ('x', 2, 5.0D), ('x', 3, NULL),"
            + " ('x', 4, double('NaN')), ('x', 5, NULL), (NULL, 1, 7.0D), (NULL, 2, NULL),"
            + " ('y', 1, NULL) AS t(sku, day, price)");
  }

  @Test
  void fillsEachColumnInItsWay() {
    Dataset<Row> result =
        FillMissing.with(Map.of("country", "unknown", "Shipping", "none"))
            .withColumns(Map.of("shipping", "billing"))
            .withTypeDefaults(Map.of("int", "0", "string", "?"))
            .apply(orders());

    assertThat(Rows.schema(result))
        .isEqualTo(
            "qty int, country string, shipping string, billing string, __sluice_file string");
    assertThat(Rows.of(result))
        .containsExactly("[1,unknown,a,?,f1]", "[0,DE,b,b,f2]", "[3,,none,?,f3]");
  }

  @Test
  void fillsWithTheLastValueBefore() {
    Dataset<Row> result =
        FillMissing.nothing()
            .withPrevious(List.of("price"), List.of("sku"), List.of("day"))
            .apply(prices());

    assertThat(Rows.of(result.orderBy("sku", "day")))
        .containsExactly(
            "[null,1,7.0]",
            "[null,2,7.0]",
            "[x,1,null]",
            "[x,2,5.0]",
            "[x,3,5.0]",
            "[x,4,NaN]",
            "[x,5,NaN]",
            "[y,1,null]");
  }

  @Test
  void triesEarlierRowsThenOtherColumnsThenConstantsThenTypes() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT * FROM VALUES (1, NULL, 9, CAST(NULL AS INT)), (2, NULL, NULL, NULL),"
                + " (3, 5, 8, NULL), (4, NULL, 7, NULL) AS t(day, price, other, rest)");
    Dataset<Row> result =
        FillMissing.with(Map.of("price", "-1"))
            .withTypeDefaults(Map.of("int", "-2"))
            .withColumns(Map.of("price", "other"))
            .withPrevious(List.of("price"), List.of(), List.of("day"))
            .apply(rows);

    assertThat(Rows.of(result.orderBy("day")))
        .containsExactly("[1,9,9,-2]", "[2,-1,-2,-2]", "[3,5,8,-2]", "[4,5,7,-2]");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7})
  void fillsAlikeHoweverRowsAreSpreadWhenTheOrderTies(int partitions) {
    Dataset<Row> rows =
        Rows.sql(
                "SELECT * FROM VALUES (1, 'a', 10, map('m', 1)), (1, 'b', 20, NULL),"
                    + " (1, 'c', NULL, NULL), (2, 'd', NULL, NULL) AS t(day, n, v, m)")
            .repartition(partitions)
            .orderBy(functions.rand(partitions));
    Dataset<Row> result =
        FillMissing.nothing()
            .withPrevious(List.of("v"), List.of(), List.of("day"))
            .apply(rows)
            .select("n", "v");

    assertThat(Rows.of(result)).containsExactlyInAnyOrder("[a,10]", "[b,20]", "[c,20]", "[d,20]");
  }

  @Test
  void fillsInsideOfStructsAndLeavesMissingStructsMissing() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT * FROM VALUES (named_struct('a.b', named_struct('c', CAST(NULL AS INT),"
                + " 'd', CAST(NULL AS STRING)))), (NULL) AS t(`s t`)");
    Dataset<Row> result =
        FillMissing.with(Map.of("s t.`a.b`.c", "4", "s t.`a.b`.d", "x")).apply(rows);

    assertThat(Rows.schema(result)).isEqualTo("s t struct<a.b:struct<c:int,d:string>>");
    assertThat(Rows.of(result)).containsExactly("[[[4,x]]]", "[null]");
  }

  @Test
  void takesNamesAndValuesAsTheyAre() {
    Dataset<Row> rows =
        Rows.sql("SELECT CAST(NULL AS STRING) AS `ä.b ``c`, CAST(NULL AS DATE) AS d");
    Dataset<Row> result =
        FillMissing.with(Map.of("`ä.b ``c`", "it's \\n \"x\"", "d", "2024-02-29")).apply(rows);

    assertThat(result.columns()).containsExactly("ä.b `c", "d");
    assertThat(Rows.of(result)).containsExactly("[it's \\n \"x\",2024-02-29]");
  }

  @Test
  void widensTheOtherColumn() {
    Dataset<Row> rows = Rows.sql("SELECT CAST(NULL AS BIGINT) AS a, 3 AS b");

    assertThat(Rows.schema(FillMissing.nothing().withColumns(Map.of("a", "b")).apply(rows)))
        .isEqualTo("a bigint, b int");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void givesTheSameInAnyZoneAndMode(String ansi) {
    Dataset<Row> rows = Rows.sql("SELECT CAST(NULL AS TIMESTAMP) AS t");
    String shown =
        Rows.with(
            "spark.sql.ansi.enabled",
            ansi,
            () ->
                Rows.with(
                    "spark.sql.session.timeZone",
                    "America/New_York",
                    () ->
                        FillMissing.with(Map.of("t", "2024-03-10 02:30:00"))
                            .apply(rows)
                            .selectExpr("unix_seconds(t)")
                            .first()
                            .toString()));

    assertThat(shown).isEqualTo("[1710037800]");
  }

  @Test
  void movesRowsOnlyToLookBack() {
    Dataset<Row> rows =
        Rows.sql("SELECT id, id % 7 AS k, IF(id % 3 = 0, id, NULL) AS v FROM range(99)");
    FillMissing narrow = FillMissing.with(Map.of("v", "1")).withColumns(Map.of("v", "k"));

    assertThat(Rows.physical(narrow.apply(rows)))
        .doesNotContain("Exchange")
        .doesNotContain("Window");
    String plan =
        Rows.physical(
            narrow.withPrevious(List.of("v", "k"), List.of("k"), List.of("id")).apply(rows));
    assertThat(Rows.occurrences(plan, "Exchange hashpartitioning")).isEqualTo(1);
    assertThat(Rows.occurrences(plan, "Exchange")).isEqualTo(1);
  }

  @Test
  void tellsOfNoRow() {
    RecordingTally tally = RecordingTally.asked();
    FillMissing.with(Map.of("country", "x")).apply(orders(), tally);

    assertThat(tally.calls).isEmpty();
    assertThat(FillMissing.nothing().accounting()).isEqualTo(Accounting.ROW_FOR_ROW);
    assertThat(FillMissing.nothing().name()).isEqualTo("fill_missing");
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void leavesNoNullAndChangesNothingElse(
      @ForAll @Size(max = 20) List<@WithNull(0.3) Integer> given) {
    Dataset<Row> rows = TestSpark.session().createDataset(given, Encoders.INT()).toDF("a");
    List<Integer> filled =
        FillMissing.with(Map.of("a", "42")).apply(rows).as(Encoders.INT()).collectAsList();

    assertThat(filled).isEqualTo(given.stream().map(v -> v == null ? (Integer) 42 : v).toList());
  }

  @Test
  void refusesWhatDoesNotFit() {
    FillMissing nothing = FillMissing.nothing();
    assertRefused(nothing, "Cannot fill missing values: nothing (nothing says with what)");
    assertRefused(FillMissing.with(Map.of("qyt", "1")), "Did you mean qty?");
    assertRefused(
        FillMissing.with(Map.of("qty", "many")), "Cannot fill column: qty ('many' is not an int)");
    assertRefused(
        nothing.withTypeDefaults(Map.of("date", "x")),
        "Cannot fill column: of type date ('x' is not a date)");
    assertRefused(nothing.withTypeDefaults(Map.of("dat", "x")), "Cannot read type: dat");
    assertRefused(
        nothing.withColumns(Map.of("qty", "country")),
        "Cannot fill column: qty (it is an int, which does not hold every string of country)");
    assertRefused(
        nothing.withPrevious(List.of("qty"), List.of(), List.of()), "which row is earlier");
    assertRefused(
        nothing.withPrevious(List.of(), List.of(), List.of("qty")), "the list of columns is empty");
    Dataset<Row> nested = Rows.sql("SELECT struct(1 AS a) AS s, struct(2 AS a) AS r");
    assertThatThrownBy(
            () -> FillMissing.with(Map.of("s.a", "1")).withColumns(Map.of("s", "r")).apply(nested))
        .hasMessageContaining("Cannot fill column: s.a (s is filled as well");
  }

  private static void assertRefused(Transform transform, String message) {
    assertThatThrownBy(() -> transform.apply(orders()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
