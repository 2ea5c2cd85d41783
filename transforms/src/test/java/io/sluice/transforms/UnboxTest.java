package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
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

class UnboxTest {

  private static final String SCHEMA =
      "a INT, b STRING, n STRUCT<d: DOUBLE, t: TIMESTAMP>, l ARRAY<INT>, m MAP<STRING, DATE>,"
          + " p DECIMAL(5,2), o BOOLEAN";

  private static Dataset<Row> texts(String... texts) {
    return TestSpark.session().createDataset(Arrays.asList(texts), Encoders.STRING()).toDF("doc");
  }

  private static String json(String text, String schema) {
    List<Row> rows = Unbox.json("doc", schema).apply(texts(text)).collectAsList();
    return rows.isEmpty() ? "rejected" : rows.get(0).toString();
  }

  @Test
  void parsesInPlace() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT * FROM VALUES (1, '{\"a\": 7, \"b\": \"x\", \"c\": true}', 'f'), (2, NULL, 'g'),"
                + " (3, '{\"a\": \"x\"}', 'h') AS t(id, payload, __sluice_file)");
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result = Unbox.json("Payload", "a INT NOT NULL, b STRING").apply(rows, tally);

    assertThat(Rows.schema(result))
        .isEqualTo("id int, payload struct<a:int,b:string>, __sluice_file string");
    assertThat(Rows.of(result)).containsExactly("[1,[7,x],f]", "[2,null,g]");
    assertThat(tally.rejected).hasToString("{unbox: Payload: not JSON of the schema=1}");
    assertThat(tally.rejectedRows).isEqualTo(1);
  }

  @Test
  void givesNullInsteadWhenAsked() {
    Dataset<Row> result =
        Unbox.json("doc", "a INT, b INT")
            .withFailedParse(FailedCast.NULL)
            .apply(texts("{\"a\": 1, \"b\": 2}", "{\"a\": 1, \"b\": \"x\"}", "", null));

    assertThat(Rows.of(result)).containsExactly("[[1,2]]", "[null]", "[null]", "[null]");
  }

  @Test
  void putsTheDocumentBesideItsText() {
    Dataset<Row> result = Unbox.json("doc", "array<int>").withInto("`a.b`").apply(texts("[1, 2]"));

    assertThat(Rows.schema(result)).isEqualTo("doc string, a.b array<int>");
    assertThat(Rows.of(result)).containsExactly("[[1, 2],WrappedArray(1, 2)]");
  }

  @Test
  void parsesATextInsideOfAStruct() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT * FROM VALUES (named_struct('k', 1, 'x.y', '{\"a\": 1}')), (NULL) AS t(s)");
    Dataset<Row> result = Unbox.json("s.`x.y`", "a INT").apply(rows);

    assertThat(Rows.schema(result)).isEqualTo("s struct<k:int,x.y:struct<a:int>>");
    assertThat(Rows.of(result)).containsExactly("[[1,[1]]]", "[null]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"a\": 1} junk",
        "{\"a\": 1}} x",
        "{\"a\": 1}] x",
        "{\"a\": 1}, \"v\": {\"a\": 2}",
        "{\"a\": 1}, {\"a\": 2}",
        "^^",
        "^  ^",
        "[]",
        "[{\"a\": 1}]",
        "7",
        "{\"a\": 1",
        "{'a': 1}",
        "{a: 1}",
        "{\"a\": 99999999999}",
        "{\"a\": 1.5}",
        "{\"a\": 1.0}",
        "{\"a\": \"1\"}",
        "{\"a\": \"\"}",
        "{\"n\": {\"d\": \"x\"}}",
        "{\"n\": {\"d\": NaN}}",
        "{\"n\": {\"t\": \"2024-02-30\"}}",
        "{\"n\": {\"t\": \"2024-01-01x\"}}",
        "{\"n\": 1}",
        "{\"l\": [1, \"x\"]}",
        "{\"l\": 1}",
        "{\"m\": {\"k\": \"soon\"}}",
        "{\"p\": 123456}",
        "{\"o\": \"true\"}",
        "{\"o\": 1}",
      })
  void rejectsWhatIsNotWhollyOfTheSchema(String text) {
    assertThat(json(text, SCHEMA)).isEqualTo("rejected");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "null | [null]",
        "{} | [[null,null,null,null,null,null,null]]",
        "{\"a\": null, \"A\": 2} | [[null,null,null,null,null,null,null]]",
        "{\"a\": 1, \"a\": 2} | [[2,null,null,null,null,null,null]]",
        "{\"b\": {\"q\": [1]}} | [[null,{\"q\":[1]},null,null,null,null,null]]",
        "{\"n\": {\"d\": \"NaN\", \"t\": null}} | [[null,null,[NaN,null],null,null,null,null]]",
        "{\"n\": {\"d\": 1e999}} | [[null,null,[Infinity,null],null,null,null,null]]",
        "{\"l\": [1, null]} | [[null,null,null,WrappedArray(1, null),null,null,null]]",
        "{\"m\": {\"k\": \"2024-02-29\"}} | [[null,null,null,null,Map(k -> 2024-02-29),null,null]]",
        "{\"p\": 1.235, \"o\": true} | [[null,null,null,null,null,1.24,true]]",
      })
  void takesWhatIs(String text, String expected) {
    assertThat(json(text, SCHEMA)).isEqualTo(expected);
  }

  @Test
  void parsesArraysAndMaps() {
    assertThat(json("[{\"a\": 1}, null]", "array<struct<a:int>>"))
        .isEqualTo("[WrappedArray([1], null)]");
    assertThat(json("{\"k\": [1]}", "map<string,array<int>>"))
        .isEqualTo("[Map(k -> WrappedArray(1))]");
    assertThat(json("[1, \"x\"]", "array<int>")).isEqualTo("rejected");
    assertThat(json("[1], [2]", "array<int>")).isEqualTo("rejected");
    assertThat(json("{\"k\": 1}", "array<int>")).isEqualTo("rejected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void readsTimesInUtcWhateverTheSessionSays(String ansi) {
    String documents =
        Rows.with(
            "spark.sql.ansi.enabled",
            ansi,
            () ->
                Rows.with(
                    "spark.sql.session.timeZone",
                    "America/New_York",
                    () ->
                        Unbox.json("doc", "t TIMESTAMP, z TIMESTAMP, d DATE")
                            .apply(
                                texts(
                                    "{\"t\": \"2024-03-10 02:30:00\", \"d\": \"2024-03-10\","
                                        + " \"z\": \"2024-03-10T02:30:00-05:00\"}",
                                    "{\"d\": \"2024-13-10\"}"))
                            .selectExpr("unix_seconds(doc.t)", "unix_seconds(doc.z)", "doc.d")
                            .collectAsList()
                            .toString()));

    assertThat(documents).isEqualTo("[[1710037800,1710055800,2024-03-10]]");
  }

  @Test
  void rejectsAlsoWhereOnlyAPartOfTheDocumentIsLookedAt() {
    Dataset<Row> result =
        Unbox.json("doc", "a INT, b INT").apply(texts("{\"a\": 1, \"b\": \"x\"}", "{\"a\": 2}"));

    assertThat(Rows.of(result.select("doc.a"))).containsExactly("[2]");
    assertThat(result.count()).isEqualTo(1);
    Dataset<Row> record = Unbox.csv("doc", "a INT, b INT").apply(texts("1,x", "2,3"));
    assertThat(Rows.of(record.select("doc.a"))).containsExactly("[2]");
    assertThat(record.count()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "1,x,1.5 | [[1,x,1.50]]",
        "1,\"x, y\",  | [[1,x, y,null]]",
        "1,\"say \"\"hi\"\"\", 2 | [[1,say \"hi\",2.00]]",
        "^1,\"two\nlines\",2\r\n^ | [[1,two^",
        "1,\"\",2 | [[1,null,2.00]]",
        ",, | [[null,null,null]]",
        "#1,x,2 | rejected",
        "1,x | rejected",
        "1,x,2,3 | rejected",
        "one,x,2 | rejected",
        "1,x,123456789.0 | rejected",
        "1,\"x,2 | rejected",
        "1,\"x\"y,2 | rejected",
        "1,x\"y,2 | rejected",
        "^1,x\ny,2^ | rejected",
        "^1,x,2\n1,x,2^ | rejected",
        "^^ | rejected",
        "^   ^ | rejected",
      })
  void parsesOneRecordOfCsv(String text, String expected) {
    List<Row> rows =
        Unbox.csv("doc", "id INT, `na.me` STRING, price DECIMAL(8,2)")
            .apply(texts(text))
            .collectAsList();

    String shown = rows.isEmpty() ? "rejected" : rows.get(0).toString();
    assertThat(shown.lines().findFirst()).contains(expected.replace("^", ""));
  }

  @Test
  void namesCsvInItsReasonAndTakesAnotherSeparator() {
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result =
        Unbox.csv("doc", "a STRING, b DATE")
            .withSeparator(";")
            .apply(texts("x,y;2024-01-02", "x;y", null), tally);

    assertThat(Rows.schema(result)).isEqualTo("doc struct<a:string,b:date>");
    assertThat(Rows.of(result)).containsExactly("[[x,y,2024-01-02]]", "[null]");
    assertThat(tally.rejected).hasToString("{unbox: doc: not CSV of the schema=1}");
    assertThat(Rows.of(Unbox.csv("doc", "a STRING").apply(texts("", "\"\"", "x"))))
        .containsExactly("[[null]]", "[[null]]", "[[x]]");
  }

  @Provide
  Arbitrary<List<String>> fragments() {
    return Arbitraries.of("{", "}", "[", "]", "\"a\"", ":", ",", "1", "null", " ", "x", "'")
        .list()
        .ofMaxSize(6)
        .map(parts -> String.join("", parts))
        .list()
        .ofSize(60);
  }

  @Property(tries = 6, shrinking = ShrinkingMode.OFF)
  void eachTextIsADocumentOrARejectAndNeverLost(@ForAll("fragments") List<String> texts) {
    Dataset<Row> rows = TestSpark.session().createDataset(texts, Encoders.STRING()).toDF("doc");
    RecordingTally tally = RecordingTally.asked();
    List<Row> passed = Unbox.json("doc", "a INT").withInto("v").apply(rows, tally).collectAsList();

    assertThat(passed.size() + tally.rejectedRows).isEqualTo(texts.size());
    assertThat(passed)
        .allMatch(
            r ->
                r.getString(0)
                    .strip()
                    .matches("null|(?s)\\{\\s*(\"a\"\\s*:\\s*(1+|null)\\s*,?\\s*)*}"));
  }

  @Test
  void isNarrow() {
    Dataset<Row> rows = Unbox.json("doc", "a INT").apply(texts("{}").repartition(1));

    assertThat(Rows.occurrences(Rows.physical(rows), "Exchange")).isEqualTo(1);
    assertThat(Unbox.json("doc", "a INT").accounting()).isEqualTo(Accounting.ROW_FOR_ROW);
    assertThat(Unbox.json("doc", "a INT").name()).isEqualTo("unbox");
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertRefused(Unbox.json("dok", "a INT"), "Did you mean doc?");
    assertRefused(Unbox.json("doc", "a INT").withInto("DOC"), "that name is taken");
    assertRefused(Unbox.json("doc", "a INT").withInto("a.b"), "it lies inside a struct");
    assertRefused(Unbox.json("doc", "a INT").withInto("__sluice_x"), "are reserved");
    assertRefused(
        Unbox.json("doc", TypeNames.parse("int")), "Cannot unbox JSON as: int (a document is");
    assertRefused(
        Unbox.json("doc", "l ARRAY<MAP<STRING, STRUCT<m: MAP<INT, INT>>>>"),
        "Cannot unbox JSON as: map<int,int> (names in JSON are strings)");
    assertRefused(
        Unbox.csv("doc", "l ARRAY<INT>"), "Cannot unbox CSV field: l (a field of CSV cannot be");
    assertThatThrownBy(() -> Unbox.json("a", "x INT").apply(Rows.sql("SELECT 1 AS a")))
        .hasMessageContaining("Cannot unbox column: a (it is an int, not a string)");
    assertThatThrownBy(() -> Unbox.json("a", "x INTT NUL"))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining("Cannot read schema: x INTT NUL (it is no list of fields)");
    assertThatThrownBy(() -> Unbox.csv("a", "x INT").withSeparator("--"))
        .hasMessageContaining("Cannot separate fields by: '--'");
    assertThatThrownBy(() -> Unbox.json("a", "x INT").withSeparator(";"))
        .hasMessageContaining("JSON has no separator");
  }

  private static void assertRefused(Transform transform, String message) {
    assertThatThrownBy(() -> transform.apply(texts("")))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
