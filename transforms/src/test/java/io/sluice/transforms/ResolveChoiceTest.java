package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResolveChoiceTest {

  private static Dataset<Row> texts() {
    return Rows.sql(
        "SELECT * FROM VALUES (1, '12', 'f'), (2, '1.5', 'f'), (3, 'many', 'f'), (4, NULL, 'f'),"
            + " (5, '', 'f') AS t(id, v, __sluice_file)");
  }

  private static Dataset<Row> structs() {
    return Rows.sql(
        "SELECT id, IF(id < 5, named_struct('int', CAST(IF(id = 1, 12, NULL) AS INT), 'string',"
            + " IF(id IN (2, 3), IF(id = 2, '7', 'x'), NULL)), NULL) AS v FROM range(1, 6)");
  }

  @Test
  void castsEveryValue() {
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result = ResolveChoice.of("V", Choice.cast("double")).apply(texts(), tally);

    assertThat(Rows.schema(result)).isEqualTo("id int, v double, __sluice_file string");
    assertThat(Rows.of(result)).containsExactly("[1,12.0,f]", "[2,1.5,f]", "[4,null,f]");
    assertThat(tally.rejected).hasToString("{resolve_choice: V: not a double=2}");
  }

  @Test
  void castsTheValueOfWhicheverType() {
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result = ResolveChoice.of("v", Choice.cast("long")).apply(structs(), tally);

    assertThat(Rows.schema(result)).isEqualTo("id bigint, v bigint");
    assertThat(Rows.of(result)).containsExactly("[1,12]", "[2,7]", "[4,null]", "[5,null]");
    assertThat(tally.rejected).hasToString("{resolve_choice: v: not a bigint=1}");
    assertThat(Rows.of(ResolveChoice.of("v", Choice.cast("string")).apply(structs())))
        .containsExactly("[1,12]", "[2,7]", "[3,x]", "[4,null]", "[5,null]");
  }

  @Test
  void givesNullInsteadWhenAsked() {
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result =
        ResolveChoice.of("v", Choice.cast("int"))
            .withFailedCast(FailedCast.NULL)
            .apply(texts(), tally);

    assertThat(Rows.of(result.select("v")))
        .containsExactly("[12]", "[null]", "[null]", "[null]", "[null]");
    assertThat(tally.calls).isEmpty();
  }

  @Test
  void castsAColumnOfOneTypeToo() {
    assertThat(Rows.schema(ResolveChoice.of("id", Choice.cast("long")).apply(texts())))
        .isEqualTo("id bigint, v string, __sluice_file string");
  }

  @Test
  void keepsTheValuesOfOneType() {
    RecordingTally tally = RecordingTally.asked();
    assertThat(
            Rows.of(ResolveChoice.of("v", Choice.project("int")).apply(texts(), tally).select("v")))
        .containsExactly("[12]", "[null]", "[null]", "[null]", "[null]");
    assertThat(
            Rows.of(ResolveChoice.of("v", Choice.project("string")).apply(structs()).select("v")))
        .containsExactly("[null]", "[7]", "[x]", "[null]", "[null]");
    assertThat(tally.calls).isEmpty();
  }

  @Test
  void makesAColumnOfEachType() {
    Dataset<Row> result =
        ResolveChoice.of("v", Choice.makeCols("int", "decimal(8,2)", "string")).apply(texts());

    assertThat(Rows.schema(result))
        .isEqualTo(
            "id int, v_int int, v_decimal decimal(8,2), v_string string, __sluice_file string");
    assertThat(Rows.of(result))
        .containsExactly(
            "[1,12,null,null,f]",
            "[2,null,1.50,null,f]",
            "[3,null,null,many,f]",
            "[4,null,null,null,f]",
            "[5,null,null,,f]");
    assertThat(Rows.schema(ResolveChoice.of("v", Choice.makeCols()).apply(structs())))
        .isEqualTo("id bigint, v_int int, v_string string");
    assertThat(Rows.of(ResolveChoice.of("v", Choice.makeCols()).apply(structs())).subList(0, 2))
        .containsExactly("[1,12,null]", "[2,null,7]");
  }

  @Test
  void rejectsATextThatIsOfNoneOfTheTypes() {
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result =
        ResolveChoice.of("v", Choice.makeStruct("int", "double")).apply(texts(), tally);

    assertThat(Rows.schema(result))
        .isEqualTo("id int, v struct<int:int,double:double>, __sluice_file string");
    assertThat(Rows.of(result))
        .containsExactly("[1,[12,null],f]", "[2,[null,1.5],f]", "[4,null,f]");
    assertThat(tally.rejected).hasToString("{resolve_choice: v: none of int, double=2}");
  }

  @Test
  void makesStructsThatItTakesItself() {
    Transform there = ResolveChoice.of("v", Choice.makeStruct("int", "string"));
    Transform back = there.then(ResolveChoice.of("v", Choice.cast("string")));

    assertThat(Rows.of(back.apply(texts()))).isEqualTo(Rows.of(texts()));
    assertThat(Rows.of(ResolveChoice.of("v", Choice.makeStruct()).apply(structs())))
        .isEqualTo(Rows.of(structs()));
  }

  @Test
  void settlesFieldsOfStructsAndOfArrays() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT * FROM VALUES"
                + " (array(named_struct('sku', 'a', 'p.x', '1'), NULL), named_struct('q', '5'),"
                + "  array(array('1', NULL))),"
                + " (array(named_struct('sku', 'b', 'p.x', 'free')), named_struct('q', NULL), NULL),"
                + " (NULL, NULL, array()) AS t(items, s, deep)");
    Map<String, Choice> choices = new LinkedHashMap<>();
    choices.put("items[].`p.x`", Choice.cast("int"));
    choices.put("s.q", Choice.makeCols("int", "string"));
    choices.put("deep[][]", Choice.cast("int"));
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result = ResolveChoice.of(choices).apply(rows, tally);

    assertThat(Rows.schema(result))
        .isEqualTo(
            "items array<struct<sku:string,p.x:int>>, s struct<q_int:int,q_string:string>,"
                + " deep array<array<int>>");
    assertThat(result.toJSON().collectAsList())
        .containsExactly(
            "{\"items\":[{\"sku\":\"a\",\"p.x\":1},null],\"s\":{\"q_int\":5},\"deep\":[[1,null]]}",
            "{\"deep\":[]}");
    assertThat(tally.rejected).hasToString("{resolve_choice: items[].`p.x`: not an int=1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void givesTheSameInAnyZoneAndMode(String ansi) {
    Dataset<Row> rows = Rows.sql("SELECT * FROM VALUES ('2024-03-10 02:30:00'), ('12x') AS t(v)");
    String shown =
        Rows.with(
            "spark.sql.ansi.enabled",
            ansi,
            () ->
                Rows.with(
                    "spark.sql.session.timeZone",
                    "America/New_York",
                    () ->
                        ResolveChoice.of("v", Choice.makeCols("int", "timestamp", "string"))
                            .apply(rows)
                            .selectExpr("v_int", "unix_seconds(v_timestamp)", "v_string")
                            .collectAsList()
                            .toString()));

    assertThat(shown).isEqualTo("[[null,1710037800,null], [null,null,12x]]");
  }

  @Provide
  Arbitrary<List<String>> values() {
    return Arbitraries.oneOf(
            Arbitraries.integers().map(String::valueOf),
            Arbitraries.strings().withChars("0123456789.-eE tx").ofMaxLength(6))
        .injectNull(0.1)
        .list()
        .ofMinSize(1)
        .ofMaxSize(30);
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void eachTextIsOfExactlyOneType(@ForAll("values") List<String> values) {
    Dataset<Row> rows = TestSpark.session().createDataset(values, Encoders.STRING()).toDF("v");
    List<Row> split =
        ResolveChoice.of("v", Choice.makeCols("int", "double", "boolean", "string"))
            .apply(rows)
            .collectAsList();

    for (int i = 0; i < values.size(); i++) {
      Row row = split.get(i);
      long filled = List.of(0, 1, 2, 3).stream().filter(c -> !row.isNullAt(c)).count();
      assertThat(filled).as(values.get(i)).isEqualTo(values.get(i) == null ? 0 : 1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cast:long | cast:long",
        " PROJECT : int | project:int",
        "make_cols | make_cols",
        "make_cols:int, decimal(10,2),string | make_cols:int,decimal(10,2),string",
        "make_struct:int,string | make_struct:int,string",
      })
  void readsChoicesAsGlueWritesThem(String text, String expected) {
    assertThat(Choice.parse(text)).hasToString(expected).isEqualTo(Choice.parse(expected));
    assertThat(Choice.parse(text)).hasSameHashCodeAs(Choice.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cast", "cast:", "make_columns", "", "project"})
  void refusesWhatIsNoChoice(String text) {
    assertThatThrownBy(() -> Choice.parse(text))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageStartingWith("Cannot read choice: ");
  }

  @Test
  void tellsChoicesApart() {
    assertThat(Choice.cast("int"))
        .isEqualTo(Choice.parse("cast:int"))
        .isNotEqualTo(Choice.cast("long"))
        .isNotEqualTo(Choice.project("int"))
        .isNotEqualTo("cast:int");
  }

  @Test
  void isNarrow() {
    assertThat(Rows.physical(ResolveChoice.of("v", Choice.cast("int")).apply(texts())))
        .doesNotContain("Exchange");
    assertThat(ResolveChoice.of("v", Choice.cast("int")).accounting())
        .isEqualTo(Accounting.ROW_FOR_ROW);
    assertThat(ResolveChoice.of("v", Choice.cast("int")).name()).isEqualTo("resolve_choice");
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertRefused(ResolveChoice.of(Map.of()), "the list of columns is empty");
    assertRefused(ResolveChoice.of("w", Choice.cast("int")), "Did you mean v?");
    assertRefused(ResolveChoice.of("v", Choice.cast("intt")), "Cannot read type: intt");
    assertRefused(ResolveChoice.of("v", Choice.makeCols()), "a text may be of any type");
    assertRefused(ResolveChoice.of("v", Choice.makeStruct("int", "int")), "it is named twice");
    assertRefused(ResolveChoice.of("id", Choice.project("int")), "of one type already");
    assertRefused(ResolveChoice.of("v", Choice.cast("array<int>")), "Cannot cast column: v");
    assertRefused(ResolveChoice.of("v", Choice.project("map<int,int>")), "Parse it with unbox.");
    assertThatThrownBy(
            () -> ResolveChoice.of("v", Choice.makeCols("int", "string")).apply(structs()))
        .hasMessageContaining("the struct says which types there are");
    assertThatThrownBy(() -> ResolveChoice.of("v", Choice.project("date")).apply(structs()))
        .hasMessageContaining("Cannot resolve column: v by project:date (it is of int, string)");
    assertThatThrownBy(
            () ->
                ResolveChoice.of("v", Choice.makeCols("int", "string"))
                    .apply(Rows.sql("SELECT '1' AS v, 2 AS V_int")))
        .hasMessageContaining("Cannot make column: V_int (that name is taken");
    assertThatThrownBy(
            () ->
                ResolveChoice.of("a[]", Choice.makeCols("int", "string"))
                    .apply(Rows.sql("SELECT array('1') AS a")))
        .hasMessageContaining("the elements of an array have no columns");
    Map<String, Choice> twice = Map.of("v", Choice.cast("int"), "V", Choice.cast("int"));
    assertRefused(ResolveChoice.of(twice), "it is named twice");
  }

  private static void assertRefused(Transform transform, String message) {
    assertThatThrownBy(() -> transform.apply(texts()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
