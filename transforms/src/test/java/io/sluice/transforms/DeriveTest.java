package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class DeriveTest {

  private static Dataset<Row> rows() {
    return Rows.sql("SELECT 1 AS a, 'xyz' AS body, array(1, 2) AS list, 'f' AS __sluice_file");
  }

  private static Map<String, String> ordered(String... pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  @Test
  void addsColumnsInOrderAndLaterOnesSeeEarlierOnes() {
    Dataset<Row> result =
        Derive.of(ordered("z", "length(body)", "y", "z * 2", "x", "upper(body)", "w", "y + z"))
            .apply(rows());

    assertThat(Rows.schema(result))
        .isEqualTo(
            "a int, body string, list array<int>, z int, y int, x string, w int,"
                + " __sluice_file string");
    assertThat(result.selectExpr("z", "y", "x", "w").first()).hasToString("[3,6,XYZ,9]");
  }

  @Test
  void replacesAColumnInPlaceForThoseThatComeAfter() {
    Dataset<Row> result = Derive.of(ordered("old", "a", "A", "a + 10", "fresh", "a")).apply(rows());

    assertThat(result.columns())
        .containsExactly("A", "body", "list", "old", "fresh", "__sluice_file");
    assertThat(result.selectExpr("a", "old", "fresh").first()).hasToString("[11,1,11]");
  }

  @Test
  void readsNamesInQuotesAndNotThoseInStringsOrComments() {
    Dataset<Row> result =
        Derive.of(ordered("`p.q`", "a", "r", "`p.q` + 1", "s", "'r' /* r */")).apply(rows());

    assertThat(result.selectExpr("`p.q`", "r", "s").first()).hasToString("[1,2,r]");
  }

  @Test
  void takesAsManyProjectionsAsColumnsBuildOnOneAnother() {
    Map<String, String> expressions =
        ordered("b", "a + 1", "c", "b + 1", "d", "a + 2", "e", "d + 1", "f", "length('b c d e')");
    String plan = Derive.of(expressions).apply(rows()).queryExecution().analyzed().toString();
    String before = rows().queryExecution().analyzed().toString();

    assertThat(Rows.occurrences(plan, "Project ["))
        .isEqualTo(Rows.occurrences(before, "Project [") + 2);
  }

  @Test
  void doesNotShowLineageInAStar() {
    assertThat(Derive.of("j", "to_json(struct(*))").apply(rows()).select("j").first().getString(0))
        .isEqualTo("{\"a\":1,\"body\":\"xyz\",\"list\":[1,2]}");
    assertThat(Derive.of("n", "count(*) OVER ()").apply(rows()).select("n").first().getLong(0))
        .isEqualTo(1);
  }

  @Test
  void letsAStarSeeTheColumnsBefore() {
    Dataset<Row> result = Derive.of(ordered("b", "2", "j", "to_json(struct(*))")).apply(rows());

    assertThat(result.select("j").first().getString(0)).endsWith(",\"b\":2}");
  }

  @Test
  void refusesWhatIsNotOneValueARow() {
    assertRefused(
        "x",
        "sum(a)",
        "Cannot derive column from: sum(a) (it makes one value of many rows). Use aggregate");
    assertRefused(
        "x",
        "explode(list)",
        "Cannot derive column from: explode(list) (it makes several rows of one).");
    assertRefused("x", "lenght(body)", "lenght(body) (there is no function lenght).");
    assertRefused("x", "boddy", "no such column: boddy among a, body, list). Did you mean body?");
    assertRefused("x", "a +", "Cannot derive column from: a + (");
    assertRefused("a.b", "a", "it lies inside a struct");
    assertRefused("__sluice_x", "a", "reserved");
    assertRefused("x", "__sluice_file", "no such column: __sluice_file");
  }

  @Test
  void namesTheOneExpressionThatIsWrong() {
    assertThatThrownBy(() -> Derive.of(ordered("ok", "a + 1", "bad", "nope + 1")).apply(rows()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining("from: nope + 1 (no such column: nope");
  }

  @Test
  void refusesOneNameTwiceInTwoSpellings() {
    assertThatThrownBy(() -> Derive.of(ordered("x", "1", "X", "2")).apply(rows()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining("x, X");
  }

  private static void assertRefused(String name, String expression, String message) {
    assertThatThrownBy(() -> Derive.of(name, expression).apply(rows()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }

  @Test
  void plansTwoThousandColumnsQuickly() {
    Map<String, String> expressions = new LinkedHashMap<>();
    for (int i = 0; i < 2000; i++) {
      expressions.put("d" + i, i % 2 == 0 ? "a + " + i : "d" + (i - 1) + " * 2");
    }
    long start = System.nanoTime();
    Dataset<Row> result = Derive.of(expressions).apply(rows());

    assertThat(result.columns()).hasSize(2004).endsWith("d1999", "__sluice_file");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }
}
