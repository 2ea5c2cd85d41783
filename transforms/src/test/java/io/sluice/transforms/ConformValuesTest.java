package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConformValuesTest {

  private static final Map<String, Integer> SURVEY = Map.of("Like", 1, "Dislike", 0);

  private static Dataset<Row> courses() {
    return Rows.sql(
        "SELECT * FROM VALUES (1, 'Like', 'x'), (2, 'Dislike', 'x'), (3, 'like', 'x'),"
            + " (4, NULL, 'x'), (5, 'Like ', 'x'), (6, '', 'x') AS t(id, survey, z)");
  }

  @Test
  void replacesWhatTheTableKnowsAndRejectsTheRest() {
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result = ConformValues.of("survey", SURVEY).apply(courses(), tally);

    assertThat(Rows.schema(result)).isEqualTo("id int, survey int, z string");
    assertThat(Rows.of(result)).containsExactly("[1,1,x]", "[2,0,x]", "[4,null,x]");
    assertThat(tally.rejected).isEqualTo(Map.of("conform_values: survey: not in the table", 3L));
    assertThat(tally.rejectedRows).isEqualTo(3);
  }

  @Test
  void givesNullForWhatTheTableDoesNotKnowWhenAsked() {
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result =
        ConformValues.of("survey", SURVEY).withUnmatched(Unmatched.NULL).apply(courses(), tally);

    assertThat(Rows.of(result.select("survey")))
        .containsExactly("[1]", "[0]", "[null]", "[null]", "[null]", "[null]");
    assertThat(tally.calls).isEmpty();
  }

  @Test
  void keepsWhatTheTableDoesNotKnowWhenAsked() {
    Dataset<Row> result =
        ConformValues.of("survey", Map.of("like", "Like", "Like ", "Like"))
            .withUnmatched(Unmatched.KEEP)
            .apply(courses());

    assertThat(Rows.of(result.select("survey")))
        .containsExactly("[Like]", "[Dislike]", "[Like]", "[null]", "[Like]", "[]");
  }

  @Test
  void anEntryMayGiveNull() {
    Map<String, String> table = new HashMap<>(Map.of("Like", "yes", "Dislike", "no"));
    table.put("like", null);
    Dataset<Row> rows = courses().filter("id < 6");
    RecordingTally tally = RecordingTally.asked();

    assertThat(Rows.of(ConformValues.of("survey", table).apply(rows, tally).select("survey")))
        .containsExactly("[yes]", "[no]", "[null]", "[null]");
    assertThat(tally.rejectedRows).isEqualTo(1);
    assertThat(
            Rows.of(
                ConformValues.of("survey", table)
                    .withUnmatched(Unmatched.KEEP)
                    .apply(rows)
                    .select("survey")))
        .containsExactly("[yes]", "[no]", "[null]", "[null]", "[Like ]");
  }

  @Test
  void conformsSeveralColumnsAndTellsAllReasonsOfARow() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT * FROM VALUES ('a', 1, 'f'), ('b', 2, 'g'), ('a', 2, 'h')"
                + " AS t(x, y, __sluice_file)");
    Map<String, Map<String, ?>> tables = new LinkedHashMap<>();
    tables.put("X", Map.of("a", true));
    tables.put("y", Map.of("1", 1.5, "3", 2));
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result = ConformValues.of(tables).apply(rows, tally);

    assertThat(Rows.schema(result)).isEqualTo("x boolean, y double, __sluice_file string");
    assertThat(Rows.of(result)).containsExactly("[true,1.5,f]");
    assertThat(tally.rejectedRows).isEqualTo(2);
    assertThat(tally.rejected)
        .isEqualTo(
            Map.of(
                "conform_values: X: not in the table", 1L,
                "conform_values: y: not in the table", 2L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CAST(7 AS TINYINT)      | 7     | 8",
        "CAST(7 AS SMALLINT)     | +7    | 8",
        "7                       | 07    | 8",
        "-7L                     | -7    | 8",
        "1.50                    | 1.5   | 2",
        "0.1D                    | 0.1   | 2",
        "double('NaN')           | NaN   | 2",
        "-0.0D                   | 0     | 2",
        "0.0D                    | -0.0  | 2",
        "CAST(-0.0 AS FLOAT)     | -0.0  | 2",
        "CAST(0.1 AS FLOAT)      | 0.1   | 2",
        "true                    | true  | false",
        "DATE'2022-05-03'        | 2022-05-03 | 2022-05-04",
        "concat('ü', char(39))   | ü'    | x",
      })
  void comparesAsTheTypeOfTheColumnDoes(String value, String match, String other) {
    Dataset<Row> rows = Rows.sql("SELECT " + value + " AS a");

    assertThat(Rows.of(ConformValues.of("a", Map.of(match, "yes", other, "no")).apply(rows)))
        .containsExactly("[yes]");
    assertThat(Rows.of(ConformValues.of("a", Map.of(other, "no")).apply(rows))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "tinyint, 12, 12",
    "smallint, 12, 12",
    "int, 12, 12",
    "bigint, 9000000000, 9000000000",
    "float, 1.5, 1.5",
    "double, 1.5, 1.5",
    "'decimal(6,2)', 1.5, 1.50",
    "boolean, true, true",
    "date, 2022-05-03, 2022-05-03",
    "string, 12, 12",
  })
  void givesTheTypeThatIsAskedFor(String type, String value, String shown) {
    Dataset<Row> result =
        ConformValues.of("survey", Map.of("Like", value))
            .withType("survey", type)
            .apply(courses().filter("id = 1"));

    assertThat(Rows.schema(result)).isEqualTo("id int, survey " + type + ", z string");
    assertThat(Rows.of(result)).containsExactly("[1," + shown + ",x]");
  }

  @Test
  void takesTheNarrowestTypeThatHoldsAllNewValues() {
    assertThat(typeOf(1, -2)).isEqualTo("int");
    assertThat(typeOf((byte) 1, (short) 2)).isEqualTo("int");
    assertThat(typeOf(1, 3_000_000_000L)).isEqualTo("bigint");
    assertThat(typeOf(1, 2.5f)).isEqualTo("double");
    assertThat(typeOf(true, false)).isEqualTo("boolean");
    assertThat(typeOf("1", "2")).isEqualTo("string");
  }

  private static String typeOf(Object first, Object second) {
    return ConformValues.of("survey", Map.of("Like", first, "Dislike", second))
        .apply(courses())
        .schema()
        .apply("survey")
        .dataType()
        .catalogString();
  }

  @Test
  void keepsNumbersInATypeThatHoldsBoth() {
    Dataset<Row> rows = Rows.sql("SELECT * FROM VALUES (1), (2), (NULL) AS t(a)");
    Dataset<Row> result =
        ConformValues.of("a", Map.of("1", 3_000_000_000L))
            .withUnmatched(Unmatched.KEEP)
            .apply(rows);

    assertThat(Rows.schema(result)).isEqualTo("a bigint");
    assertThat(Rows.of(result)).containsExactly("[3000000000]", "[2]", "[null]");
  }

  @Test
  void reachesIntoStructsAndOddNames() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT named_struct('b c', named_struct('d.é', 'x', 'e', 1), 'f', 2) AS `a``.x`"
                + " UNION ALL SELECT NULL");

    Dataset<Row> result = ConformValues.of("`a``.x`.b c.`d.é`", Map.of("x", 9)).apply(rows);
    assertThat(Rows.schema(result)).isEqualTo("a`.x struct<b c:struct<d.é:int,e:int>,f:int>");
    assertThat(Rows.of(result)).containsExactly("[[[9,1],2]]", "[null]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"string", "bigint", "int", "double"})
  void findsEachValueOfALongTable(String type) {
    Map<String, Integer> table = new LinkedHashMap<>();
    IntStream.range(-300, 300).forEach(i -> table.put(String.valueOf(i * 7), i));
    Dataset<Row> rows =
        Rows.sql("SELECT CAST(id AS " + type + ") AS a, id FROM range(-2100, 2100)");
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result =
        ConformValues.of("a", type.equals("double") ? doubles(table) : table).apply(rows, tally);

    assertThat(result.filter("a * 7 = id").count()).isEqualTo(600);
    assertThat(tally.rejectedRows).isEqualTo(3600);
  }

  private static Map<String, Integer> doubles(Map<String, Integer> table) {
    Map<String, Integer> result = new LinkedHashMap<>();
    table.forEach((k, v) -> result.put(k + ".0", v));
    return result;
  }

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void isTheTableAsAMapOfJavaWouldBe(
      @ForAll Map<String, Integer> table, @ForAll List<String> others) {
    if (table.isEmpty()) {
      return;
    }
    List<String> values =
        java.util.stream.Stream.concat(table.keySet().stream(), others.stream())
            .filter(ConformValuesTest::survives)
            .toList();
    table.keySet().removeIf(k -> !survives(k));
    if (table.isEmpty()) {
      return;
    }
    List<Row> rows =
        ConformValues.of("value", table)
            .withUnmatched(Unmatched.NULL)
            .apply(TestSpark.session().createDataset(values, Encoders.STRING()).toDF())
            .collectAsList();
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).get(0)).isEqualTo(table.get(values.get(i)));
    }
  }

  /** Half a surrogate pair is no text in UTF-8. */
  private static boolean survives(String text) {
    return java.nio.charset.StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void givesTheSameInAnsiMode(String ansi) {
    Map<String, Integer> table = new LinkedHashMap<>();
    IntStream.range(0, 50).forEach(i -> table.put("k" + i, i));
    Rows.with(
        "spark.sql.ansi.enabled",
        ansi,
        () -> {
          Dataset<Row> rows = Rows.sql("SELECT * FROM VALUES ('k7'), ('zz'), (NULL) AS t(a)");
          assertThat(
                  Rows.of(ConformValues.of("a", table).withUnmatched(Unmatched.NULL).apply(rows)))
              .containsExactly("[7]", "[null]", "[null]");
          return null;
        });
  }

  @Test
  void isOneNarrowProjectionWithTheTableAsAConstant() {
    Map<String, String> table = new LinkedHashMap<>();
    IntStream.range(0, 3000).forEach(i -> table.put("key" + i, "value" + i));
    Dataset<Row> result =
        ConformValues.of("a", table)
            .withUnmatched(Unmatched.NULL)
            .apply(Rows.sql("SELECT string(id) AS a FROM range(10)"));

    assertThat(Rows.physical(result)).doesNotContain("Exchange").contains("Project");
    assertThat(Rows.optimized(result)).doesNotContain("array(map(");
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertRefused(ConformValues.of(Map.of()), "Cannot conform values: nothing");
    assertRefused(ConformValues.of("survey", Map.of()), "its table of values is empty");
    assertRefused(ConformValues.of("surveys", SURVEY), "Did you mean survey?");
    assertRefused(ConformValues.of("id", SURVEY), "Cannot conform column: id (the entry ");
    assertRefused(ConformValues.of("id", SURVEY), "is not an int");
    assertRefused(ConformValues.of("id", Map.of("1", "a", "01", "b")), "are one value in an int");
    assertRefused(
        ConformValues.of("survey", Map.of("a", 1, "b", "x")), "numbers, texts and booleans");
    assertRefused(
        ConformValues.of("survey", Map.of("a", "x")).withType("survey", "int"),
        "the new value x is not an int");
    assertRefused(
        ConformValues.of("survey", Map.of("a", 300)).withType("survey", "tinyint"),
        "the new value 300 is not a tinyint");
    assertRefused(
        ConformValues.of("survey", Map.of("a", 123.4)).withType("survey", "decimal(3,1)"),
        "the new value 123.4 is not a decimal(3,1)");
    assertRefused(
        ConformValues.of("survey", Map.of("a", "yes")).withType("survey", "boolean"),
        "the new value yes is not a boolean");
    assertRefused(
        ConformValues.of("survey", Map.of("a", "x")).withType("survey", "array<int>"),
        "array<int> has no table of values");
    assertRefused(
        ConformValues.of("survey", SURVEY).withType("id", "int"), "it has a type and no table");
    assertRefused(
        ConformValues.of("survey", SURVEY).withUnmatched(Unmatched.KEEP),
        "what is not in its table stays a string, and the new values are int");
    assertThatThrownBy(
            () ->
                ConformValues.of("a", Map.of("x", 1))
                    .apply(Rows.sql("SELECT TIMESTAMP'2022-01-01 00:00:00' AS a")))
        .hasMessageContaining("timestamp has no table of values");
  }

  private static void assertRefused(Transform transform, String message) {
    assertThatThrownBy(() -> transform.apply(courses()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
