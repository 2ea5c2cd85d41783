package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JoinTest {

  /** Key 1 is in both, twice on the right; 2 and 3 on one side only; NULL on both. */
  private static Dataset<Row> left() {
    return Rows.sql(
        "SELECT * FROM VALUES (1, 'l1', 'f1'), (2, 'l2', 'f2'), (NULL, 'l0', 'f0')"
            + " AS t(k, v, __sluice_file)");
  }

  private static Dataset<Row> right() {
    return Rows.sql(
        "SELECT * FROM VALUES (1, 'ra', 'g'), (1, 'rb', 'g'), (3, 'r3', 'g'), (NULL, 'r0', 'g')"
            + " AS t(k, v, __sluice_file)");
  }

  private static List<String> sorted(Dataset<Row> rows) {
    List<String> result = new ArrayList<>(Rows.of(rows));
    Collections.sort(result);
    return result;
  }

  private static Join of(String kind, Dataset<Row> right) {
    Map<String, Function<Dataset<Row>, Join>> kinds =
        Map.of(
            "inner", Join::inner,
            "left", Join::left,
            "right", Join::right,
            "full", Join::full,
            "semi", Join::semi,
            "anti", Join::anti);
    return kinds.get(kind).apply(right);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "inner | [1,l1,ra,f1] [1,l1,rb,f1]                                        | no_match=2 | ",
        "left  | [1,l1,ra,f1] [1,l1,rb,f1] [2,l2,null,f2] [null,l0,null,f0]       |            | ",
        "right | [1,l1,ra,f1] [1,l1,rb,f1] [3,null,r3,null] [null,null,r0,null]   | no_match=2 | right_only=2",
        "full  | [1,l1,ra,f1] [1,l1,rb,f1] [2,l2,null,f2] [3,null,r3,null] [null,l0,null,f0]"
            + " [null,null,r0,null] | | right_only=2",
        "semi  | [1,l1,f1]                                                        | no_match=2 | ",
        "anti  | [2,l2,f2] [null,l0,f0]                                           | match=1    | ",
      })
  void givesTheRowsOfItsKindAndTellsOfTheRest(
      String kind, String expected, String filtered, String added) {
    Join join = of(kind, right()).on("k");
    RecordingTally tally = RecordingTally.asked();

    assertThat(String.join(" ", sorted(join.apply(left(), tally)))).isEqualTo(expected);
    assertThat(String.join(" ", sorted(join.apply(left())))).as("not counted").isEqualTo(expected);
    assertThat(tally.filtered).isEqualTo(counts(filtered));
    assertThat(tally.added).isEqualTo(counts(added));
  }

  private static Map<String, Long> counts(String text) {
    if (text == null) {
      return Map.of();
    }
    String[] parts = text.split("=", -1);
    return Map.of(parts[0], Long.valueOf(parts[1]));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "inner | [1,l1,ra] [1,l1,rb] [null,l0,r0]", "semi  | [1,l1] [null,l0]",
        "anti  | [2,l2]", "right | [1,l1,ra] [1,l1,rb] [3,null,r3] [null,l0,r0]"
      })
  void letsNullMatchNullWhenAsked(String kind, String expected) {
    Join join = of(kind, right()).on("k").withNullSafe();
    Dataset<Row> left = left().drop("__sluice_file");

    assertThat(String.join(" ", sorted(join.apply(left)))).isEqualTo(expected);
    assertThat(String.join(" ", sorted(join.apply(left, RecordingTally.asked()))))
        .isEqualTo(expected);
  }

  @Test
  void keepsBothKeysWhenTheirNamesDifferAndPrefixesTheRight() {
    Dataset<Row> posts = Rows.sql("SELECT 7 AS userId, 100 AS id, 't' AS title");
    Dataset<Row> users = Rows.sql("SELECT 7 AS id, 'n' AS name");
    Join join = Join.inner(users).on(Map.of("userId", "id"));

    assertThat(Rows.schema(join.apply(posts)))
        .isEqualTo("userId int, id int, title string, right_id int, name string");
    assertThat(Rows.of(join.apply(posts))).containsExactly("[7,100,t,7,n]");
    assertThat(join.withPrefix("u.").apply(posts).columns()).contains("u.id");
    assertThat(join.withGlueNames().apply(posts).columns())
        .containsExactly("userId", ".id", "title", "id", "name");
    assertThat(Rows.of(join.withGlueNames().apply(posts, RecordingTally.asked())))
        .containsExactly("[7,100,t,7,n]");
  }

  @Test
  void keepsAKeyOfOneNameOnceInGlueNamesToo() {
    assertThat(Join.left(right()).on("K").withGlueNames().apply(left()).columns())
        .containsExactly("k", ".v", "v", "__sluice_file");
  }

  @Test
  void namesBothColumnsWhenThePrefixDoesNotHelp() {
    Dataset<Row> left = Rows.sql("SELECT 1 AS k, 2 AS v, 3 AS right_v");

    assertThatThrownBy(() -> Join.inner(right()).on("k").apply(left))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(
            "Cannot join into column: right_v (both the left right_v and the right v would be");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inner", "left", "right", "full", "semi", "anti"})
  void joinsAFrameWithItself(String kind) {
    Dataset<Row> rows = Rows.sql("SELECT * FROM VALUES (1, 2), (2, 3) AS t(id, parent)");
    Join join = of(kind, rows).on(Map.of("parent", "id"));
    Map<String, List<String>> expected =
        Map.of(
            "inner", List.of("[1,2,2,3]"),
            "left", List.of("[1,2,2,3]", "[2,3,null,null]"),
            "right", List.of("[1,2,2,3]", "[null,null,1,2]"),
            "full", List.of("[1,2,2,3]", "[2,3,null,null]", "[null,null,1,2]"),
            "semi", List.of("[1,2]"),
            "anti", List.of("[2,3]"));

    assertThat(sorted(join.apply(rows))).isEqualTo(expected.get(kind));
    assertThat(sorted(join.apply(rows, RecordingTally.asked()))).isEqualTo(expected.get(kind));
    assertThat(sorted(join.apply(rows.filter("id > 0")))).isEqualTo(expected.get(kind));
  }

  @Test
  void comparesKeysInTheWiderTypeAndFloatsByValue() {
    Dataset<Row> left = Rows.sql("SELECT 3000000000L AS k UNION ALL SELECT 5L");
    Dataset<Row> right = Rows.sql("SELECT 5 AS k, 'x' AS x");
    Dataset<Row> nan = Rows.sql("SELECT double('NaN') AS k UNION ALL SELECT -0.0D");
    Dataset<Row> floats = Rows.sql("SELECT float('NaN') AS k, 'n' AS x UNION ALL SELECT 0, 'z'");

    assertThat(Rows.of(Join.inner(right).on("k").apply(left))).containsExactly("[5,x]");
    assertThat(Rows.schema(Join.full(left).on("k").apply(right))).startsWith("k bigint");
    assertThat(sorted(Join.inner(floats).on("k").apply(nan))).hasSize(2);
    assertThat(sorted(Join.semi(floats).on("k").apply(nan, RecordingTally.asked()))).hasSize(2);
  }

  @Test
  void joinsOnSeveralKeysAndOnThoseInsideStructs() {
    Dataset<Row> left = Rows.sql("SELECT 1 AS a, named_struct('b', 2) AS s");
    Dataset<Row> right = Rows.sql("SELECT 1 AS a, 2 AS b, 'x' AS x UNION ALL SELECT 1, 3, 'y'");

    Map<String, String> keys = new java.util.LinkedHashMap<>();
    keys.put("a", "a");
    keys.put("s.b", "b");
    assertThat(Rows.of(Join.inner(right).on(keys).apply(left))).containsExactly("[1,[2],2,x]");
  }

  @Test
  void refusesKeysThatCannotBeCompared() {
    assertRefused(
        Join.inner(Rows.sql("SELECT '1' AS k")).on("k"),
        "the left is an int and the right a string");
    assertRefused(
        Join.inner(right()).on("kk"),
        "Cannot join on column: kk (no such column among k, v). Did you mean k?");
    assertRefused(Join.inner(right()).on(Map.of("k", "key")), "Cannot join on right column: key");
    assertRefused(Join.inner(right()), "there is no key to join on");
    assertThatThrownBy(
            () -> {
              Dataset<Row> maps = Rows.sql("SELECT map(1, 2) AS m");
              Join.inner(maps).on("m").apply(maps);
            })
        .hasMessageContaining("maps cannot be compared");
  }

  private static void assertRefused(Join join, String message) {
    assertThatThrownBy(() -> join.apply(left()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }

  @Test
  void broadcastsWhenAskedAlsoWhileItCounts() {
    Dataset<Row> left = Rows.sql("SELECT id AS k FROM range(1000)");
    Join join = Join.inner(Rows.sql("SELECT id AS k, id AS x FROM range(10)")).on("k");

    Rows.with(
        "spark.sql.autoBroadcastJoinThreshold",
        "-1",
        () -> {
          assertThat(Rows.physical(join.apply(left))).contains("SortMergeJoin");
          assertThat(Rows.physical(join.withBroadcast().apply(left)))
              .contains("BroadcastHashJoin")
              .doesNotContain("hashpartitioning");
          assertThat(Rows.physical(join.withBroadcast().apply(left, RecordingTally.asked())))
              .contains("BroadcastHashJoin")
              .doesNotContain("hashpartitioning");
          return null;
        });
  }

  @Test
  void joinsPlainlyWhenNobodyCounts() {
    assertThat(Rows.optimized(Join.inner(right()).on("k").apply(left()))).contains("Join Inner");
    assertThat(Rows.optimized(Join.semi(right()).on("k").apply(left()))).contains("Join LeftSemi");
    assertThat(Rows.optimized(Join.anti(right()).on("k").apply(left()))).contains("Join LeftAnti");
    assertThat(Rows.optimized(Join.right(right()).on("k").apply(left())))
        .contains("Join RightOuter");
  }

  @Test
  void isImmutable() {
    Join plain = Join.inner(right()).on("k");
    Join changed = plain.withPrefix("x_").withNullSafe().withBroadcast().withGlueNames();

    assertThat(plain.apply(left()).columns()).contains("right_v");
    assertThat(changed.apply(left()).columns()).contains(".v", "v");
    assertThat(plain.accounting()).isEqualTo(Accounting.FANS_OUT);
    assertThat(Join.semi(right()).accounting()).isEqualTo(Accounting.ROW_FOR_ROW);
    assertThat(Join.anti(right()).accounting()).isEqualTo(Accounting.ROW_FOR_ROW);
  }
}
