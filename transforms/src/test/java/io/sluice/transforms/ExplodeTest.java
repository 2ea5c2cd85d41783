package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ExplodeTest {

  private static Dataset<Row> departments() {
    return Rows.sql(
        "SELECT * FROM VALUES (1, array('ann', NULL), 'x', 'f'), (2, array(), 'y', 'f'),"
            + " (3, NULL, 'z', 'g') AS t(id, users, v, __sluice_file)");
  }

  @Test
  void makesARowOfEachElementInTheArraysPlace() {
    Dataset<Row> result = Explode.of("USERS").apply(departments());

    assertThat(Rows.schema(result))
        .isEqualTo("id int, users string, v string, __sluice_file string");
    assertThat(Rows.of(result)).containsExactly("[1,ann,x,f]", "[1,null,x,f]");
    assertThat(Explode.of("users").accounting()).isEqualTo(Accounting.FANS_OUT);
  }

  @Test
  void countsEmptyAndNullArraysApart() {
    RecordingTally tally = RecordingTally.asked();
    Explode.of("users").apply(departments().union(departments().filter("id = 3")), tally);

    assertThat(tally.filtered).isEqualTo(Map.of("null users", 2L, "empty users", 1L));
  }

  @Test
  void saysWhereAnElementStoodWhenAsked() {
    Dataset<Row> result =
        Explode.of("users").withInto("user").withPosition("n").apply(departments());

    assertThat(Rows.schema(result))
        .isEqualTo("id int, user string, v string, n int, __sluice_file string");
    assertThat(Rows.of(result)).containsExactly("[1,ann,x,0,f]", "[1,null,x,1,f]");
  }

  @Test
  void keepsRowsWithoutElementsWhenAsked() {
    RecordingTally tally = RecordingTally.asked();
    Explode outer = Explode.of("users").withOuter();

    assertThat(Rows.of(outer.apply(departments(), tally)))
        .containsExactly("[1,ann,x,f]", "[1,null,x,f]", "[2,null,y,f]", "[3,null,z,g]");
    assertThat(tally.calls).isEmpty();
    assertThat(Rows.of(outer.withPosition("n").apply(departments())))
        .containsExactly(
            "[1,ann,x,0,f]", "[1,null,x,1,f]", "[2,null,y,null,f]", "[3,null,z,null,g]");
  }

  @Test
  void makesARowOfEachEntryOfAMap() {
    Dataset<Row> rows =
        Rows.sql("SELECT * FROM VALUES (1, map('a', 1, 'b', NULL)), (2, map()) AS t(id, m)");

    assertThat(Rows.schema(Explode.of("m").apply(rows))).isEqualTo("id int, key string, value int");
    assertThat(Rows.of(Explode.of("m").apply(rows))).containsExactly("[1,a,1]", "[1,b,null]");
    assertThat(
            Rows.of(
                Explode.of("m")
                    .withInto(List.of("k", "v"))
                    .withPosition("at")
                    .withOuter()
                    .apply(rows)))
        .containsExactly("[1,a,1,0]", "[1,b,null,1]", "[2,null,null,null]");
    assertThat(Explode.of("m").withInto(List.of("k", "v")).apply(rows).columns())
        .containsExactly("id", "k", "v");
  }

  @Test
  void putsElementsIntoTheStructThatHeldTheArray() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT 1 AS id, named_struct('a.b', named_struct('x', 1, 'l', array(7, 8), 'y', 2),"
                + " 'z', 3) AS `s t` UNION ALL SELECT 2, NULL");
    Explode inner = Explode.of("s t.`a.b`.l").withInto("`e.l`");

    assertThat(Rows.of(inner.apply(rows))).containsExactly("[1,[[1,7,2],3]]", "[1,[[1,8,2],3]]");
    assertThat(inner.apply(rows).schema().apply("s t").dataType().catalogString())
        .isEqualTo("struct<a.b:struct<x:int,e.l:int,y:int>,z:int>");
    assertThat(Rows.of(inner.withOuter().apply(rows).filter("id = 2"))).containsExactly("[2,null]");
    assertThat(Rows.of(inner.withPosition("l").apply(rows)).get(1)).isEqualTo("[1,[[1,8,2],3],1]");
  }

  @Test
  void explodesArraysOfArraysOneLevelAtATime() {
    Dataset<Row> rows = Rows.sql("SELECT array(array(1, 2), NULL, array()) AS a");

    assertThat(Rows.of(Explode.of("a").apply(rows).selectExpr("to_json(struct(a))")))
        .containsExactly("[{\"a\":[1,2]}]", "[{}]", "[{\"a\":[]}]");
    assertThat(Rows.of(Explode.of("a").then(Explode.of("a")).apply(rows)))
        .containsExactly("[1]", "[2]");
  }

  @Test
  void isNarrowAndDoesNotCarryTheArrayAlong() {
    Dataset<Row> rows = Rows.sql("SELECT id, sequence(0, id) AS a FROM range(10)");
    String plan = Rows.physical(Explode.of("a").withPosition("n").apply(rows));

    assertThat(plan).contains("Generate").doesNotContain("Exchange");
    assertThat(plan).containsPattern("Generate posexplode\\(a#\\d+\\), \\[id#\\d+L?\\],");
  }

  @Provide
  Arbitrary<List<List<Integer>>> arrays() {
    return Arbitraries.integers()
        .between(0, 9)
        .injectNull(0.2)
        .list()
        .ofMaxSize(4)
        .injectNull(0.2)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void everyElementAndEveryRowWithoutOneIsAccountedFor(
      @ForAll("arrays") List<List<Integer>> arrays) {
    List<Row> rows = new ArrayList<>();
    arrays.forEach(a -> rows.add(RowFactory.create(a)));
    Dataset<Row> frame =
        TestSpark.session().createDataFrame(rows, StructType.fromDDL("a ARRAY<INT>"));
    RecordingTally tally = RecordingTally.asked();
    List<Integer> elements = new ArrayList<>();
    arrays.stream().filter(a -> a != null).forEach(elements::addAll);
    long nulls = arrays.stream().filter(a -> a == null).count();
    long empty = arrays.stream().filter(a -> a != null && a.isEmpty()).count();

    assertThat(Explode.of("a").apply(frame, tally).collectAsList())
        .extracting(r -> r.isNullAt(0) ? null : r.getInt(0))
        .containsExactlyElementsOf(elements);
    assertThat(tally.filtered).isEqualTo(Map.of("null a", nulls, "empty a", empty));
    assertThat(Explode.of("a").withOuter().apply(frame).count())
        .isEqualTo(elements.size() + nulls + empty);
  }

  @Test
  void refusesWhatHasNoElementsAndNamesThatAreTaken() {
    assertRefused(
        Explode.of("id"), "Cannot explode column: id (it is an int, neither an array nor a map).");
    assertRefused(Explode.of("user"), "Did you mean users?");
    assertRefused(
        Explode.of("users").withInto("ID"), "explode into column: ID (that name is taken");
    assertRefused(Explode.of("users").withInto(List.of("a", "b")), "into names 2 columns");
    assertRefused(Explode.of("users").withInto("__sluice_x"), "are reserved");
    assertRefused(Explode.of("users").withPosition("__sluice_x"), "are reserved");
    assertRefused(Explode.of("users").withPosition("V"), "explode into column: V (that name");
    assertRefused(Explode.of("users").withPosition("users"), "into column: users (that name");
    assertThat(
            Explode.of("users").withInto("u").withPosition("users").apply(departments()).columns())
        .startsWith("id", "u", "v", "users");
    assertThatThrownBy(
            () -> Explode.of("m").withInto("m").apply(Rows.sql("SELECT 1 AS key, map(1, 2) AS m")))
        .hasMessageContaining("a map has keys and values");
    assertThatThrownBy(() -> Explode.of("m").apply(Rows.sql("SELECT 1 AS key, map(1, 2) AS m")))
        .hasMessageContaining("Cannot explode into column: key (that name is taken");
  }

  private static void assertRefused(Explode explode, String message) {
    assertThatThrownBy(() -> explode.apply(departments()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
