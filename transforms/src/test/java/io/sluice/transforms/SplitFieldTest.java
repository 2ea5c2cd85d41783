package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitFieldTest {

  private static final List<String> INTO = List.of("street", "city", "zip_code");
  private static final String REGEX = "([^,]+), *([^,]+) +(\\d{5})";

  private static Dataset<Row> courses() {
    return Rows.sql(
        "SELECT * FROM VALUES (1, '1 Main St, Springfield, 12345', 'f'), (2, NULL, 'f'),"
            + " (3, '2 Low Rd,  Shelbyville ,', 'f'), (4, '3 High Rd', 'f'), (5, '', 'f'),"
            + " (6, 'Flat 1, 4 Hill, Ogden, 54321', 'f') AS t(id, address, __sluice_file)");
  }

  @Test
  void splitsAtEachDelimiterAndRejectsOtherNumbersOfParts() {
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result = SplitField.by("address", ",", INTO).apply(courses(), tally);

    assertThat(Rows.schema(result))
        .isEqualTo(
            "id int, address string, street string, city string, zip_code string,"
                + " __sluice_file string");
    assertThat(Rows.of(result.drop("address", "__sluice_file")))
        .containsExactly(
            "[1,1 Main St, Springfield, 12345]",
            "[2,null,null,null]",
            "[3,2 Low Rd,  Shelbyville ,]");
    assertThat(tally.rejected).isEqualTo(Map.of("split_field: address: has not 3 parts", 3L));
    assertThat(tally.rejectedRows).isEqualTo(3);
  }

  @Test
  void trimsAndDropsTheSourceWhenAsked() {
    Dataset<Row> result =
        SplitField.by("Address", ",", List.of("address", "city", "`zip.code`"))
            .withTrimmed()
            .withSourceDropped()
            .apply(courses().drop("__sluice_file").selectExpr("*", "'z' AS z"));

    assertThat(Rows.schema(result))
        .isEqualTo("id int, address string, city string, zip.code string, z string");
    assertThat(Rows.of(result))
        .containsExactly(
            "[1,1 Main St,Springfield,12345,z]",
            "[2,null,null,null,z]",
            "[3,2 Low Rd,Shelbyville,,z]");
  }

  @Test
  void givesNullsForWhatDoesNotFitWhenAsked() {
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result =
        SplitField.by("address", ", ", INTO)
            .withUnmatched(Unmatched.NULL)
            .apply(courses(), tally)
            .select("id", "street", "zip_code");

    assertThat(Rows.of(result))
        .containsExactly(
            "[1,1 Main St,12345]",
            "[2,null,null]",
            "[3,null,null]",
            "[4,null,null]",
            "[5,null,null]",
            "[6,null,null]");
    assertThat(tally.calls).isEmpty();
  }

  @Test
  void leavesTheRestToTheLastColumnWhenAsked() {
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result =
        SplitField.by("address", ", ", List.of("first", "rest"))
            .withRest()
            .withTrimmed()
            .apply(courses(), tally)
            .select("id", "first", "rest");

    assertThat(Rows.of(result))
        .containsExactly(
            "[1,1 Main St,Springfield, 12345]",
            "[2,null,null]",
            "[3,2 Low Rd,Shelbyville ,]",
            "[6,Flat 1,4 Hill, Ogden, 54321]");
    assertThat(tally.rejected).isEqualTo(Map.of("split_field: address: has not 2 parts", 2L));
  }

  @Test
  void takesTheGroupsOfAnExpressionThatMatchesTheWholeText() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT * FROM VALUES ('1 Main St, Springfield 12345'), (NULL),"
                + " ('1 Main St, Springfield 12345 '), ('x1 Main St, a, Springfield 12345')"
                + " AS t(a)");
    RecordingTally tally = RecordingTally.asked();

    assertThat(Rows.of(SplitField.matching("a", REGEX, INTO).apply(rows, tally).drop("a")))
        .containsExactly("[1 Main St,Springfield,12345]", "[null,null,null]");
    assertThat(tally.rejected).isEqualTo(Map.of("split_field: a: does not match", 2L));
    assertThat(
            Rows.of(
                SplitField.matching("a", REGEX, INTO)
                    .withUnmatched(Unmatched.NULL)
                    .apply(rows)
                    .select("zip_code")))
        .containsExactly("[12345]", "[null]", "[null]", "[null]");
  }

  @Test
  void anAlternativeIsStillHeldAgainstTheWholeText() {
    Dataset<Row> rows = Rows.sql("SELECT * FROM VALUES ('a1'), ('b'), ('a1b'), ('b\n') AS t(a)");

    assertThat(Rows.of(SplitField.matching("a", "a(\\d)|b", List.of("n")).apply(rows)))
        .containsExactly("[a1,1]", "[b,]");
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "|", "\\", "\\E", "$", "''", "日", " - "})
  void takesADelimiterLiterally(String delimiter) {
    Dataset<Row> rows =
        TestSpark.session()
            .createDataset(List.of("a" + delimiter + "b"), Encoders.STRING())
            .toDF("a.b");

    assertThat(
            Rows.of(
                SplitField.by("`a.b`", delimiter, List.of("x", "y"))
                    .withSourceDropped()
                    .apply(rows)))
        .containsExactly("[a,b]");
  }

  @Test
  void readsATextInAStructAndPutsItsPartsBehindTheStruct() {
    Dataset<Row> rows =
        Rows.sql("SELECT named_struct('b c', 'x-y') AS s, 1 AS z UNION ALL SELECT NULL, 2");

    Dataset<Row> result = SplitField.by("s.`b c`", "-", List.of("l", "r")).apply(rows);
    assertThat(Rows.schema(result)).isEqualTo("s struct<b c:string>, l string, r string, z int");
    assertThat(Rows.of(result)).containsExactly("[[x-y],x,y,1]", "[null,null,null,2]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void givesTheSameInAnsiMode(String ansi) {
    Rows.with(
        "spark.sql.ansi.enabled",
        ansi,
        () -> {
          splitsAtEachDelimiterAndRejectsOtherNumbersOfParts();
          givesNullsForWhatDoesNotFitWhenAsked();
          return null;
        });
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void partsJoinedAgainAreTheText(@ForAll @Size(3) List<@AlphaChars String> parts) {
    Dataset<Row> rows =
        TestSpark.session()
            .createDataset(List.of(String.join("::", parts)), Encoders.STRING())
            .toDF("a");

    Row row = SplitField.by("a", "::", INTO).withSourceDropped().apply(rows).first();
    assertThat(List.of(row.getString(0), row.getString(1), row.getString(2))).isEqualTo(parts);
  }

  @Test
  void isNarrow() {
    Dataset<Row> result = SplitField.by("address", ",", INTO).apply(courses().repartition(2));

    assertThat(Rows.occurrences(Rows.physical(result), "Exchange")).isEqualTo(1);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertRefused(SplitField.by("adress", ",", INTO), "Did you mean address?");
    assertRefused(SplitField.by("id", ",", INTO), "it is an int, not a string");
    assertRefused(SplitField.by("address", "", INTO), "the delimiter is empty");
    assertRefused(SplitField.by("address", ",", List.of()), "it is split into no column");
    assertRefused(SplitField.by("address", ",", List.of("a", "A")), "that name is taken");
    assertRefused(SplitField.by("address", ",", List.of("ID")), "that name is taken");
    assertRefused(SplitField.by("address", ",", List.of("address")), "that name is taken");
    assertRefused(SplitField.by("address", ",", List.of("a.b")), "it lies inside a struct");
    assertRefused(SplitField.by("address", ",", List.of("__sluice_a")), "reserved");
    assertRefused(
        SplitField.by("address", ",", INTO).withUnmatched(Unmatched.KEEP), "Say REJECT or NULL");
    assertRefused(
        SplitField.matching("address", "(a", List.of("a")),
        "the regular expression is wrong: Unclosed group");
    assertRefused(
        SplitField.matching("address", "a)(b", List.of("a")), "the regular expression is wrong");
    assertRefused(
        SplitField.matching("address", "(a)(b)", List.of("a")), "it has 2 groups for 1 columns");
    assertRefused(
        SplitField.matching("address", "(a)", List.of("a")).withRest(), "Leave withRest out");
    assertThatThrownBy(
            () ->
                SplitField.by("s.b", "-", List.of("l"))
                    .withSourceDropped()
                    .apply(Rows.sql("SELECT named_struct('b', 'x') AS s")))
        .hasMessageContaining("drop it with drop_fields");
  }

  private static void assertRefused(Transform transform, String message) {
    assertThatThrownBy(() -> transform.apply(courses()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
