package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys are equal: NaN to NaN, 0.0 to -0.0; and NULL to NULL where rows are grouped. */
class KeyEqualityTest {

  private static final String VALUES =
      " FROM VALUES (1, double('NaN')), (2, double('NaN')), (3, 0.0D), (4, -0.0D), (5, 1.5D),"
          + " (6, NULL), (7, NULL) AS t(n, x)";

  /** How a key may hold a number: as it is, in a struct, in an array. */
  private static Dataset<Row> rows(String key) {
    return Rows.sql("SELECT " + key + " AS k, n, 'U' AS Op" + VALUES);
  }

  private static Dataset<Row> table(String key) {
    return Rows.sql("SELECT " + key + " AS k, n * 10 AS w" + VALUES).filter("w in (20, 40, 70)");
  }

  private static List<String> numbers(Dataset<Row> rows) {
    return rows.select("n").collectAsList().stream().map(r -> r.get(0) + "").sorted().toList();
  }

  private static List<String> pairs(Dataset<Row> rows) {
    return rows.select("n", "w").collectAsList().stream()
        .map(r -> r.get(0) + "-" + r.get(1))
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "named_struct('x', x)", "array(x)"})
  void groupsEqualKeysAndNulls(String key) {
    Dataset<Row> rows = rows(key);
    List<String> k = List.of("k");

    assertThat(numbers(KeepLatest.by(k, List.of("n")).apply(rows)))
        .containsExactly("2", "4", "5", "7");
    assertThat(numbers(DropDuplicates.by(k, List.of("n")).apply(rows)))
        .containsExactly("1", "3", "5", "6");
    assertThat(DropDuplicates.wholeRows().apply(rows.select("k")).collectAsList()).hasSize(4);
    assertThat(numbers(Aggregate.by(k, Map.of("n", "sum(n)")).apply(rows)))
        .containsExactly("13", "3", "5", "7");
    assertThat(numbers(Window.over(k, List.of(), Map.of("n", "sum(n)")).apply(rows)))
        .containsExactly("13", "13", "3", "3", "5", "7", "7");
    assertThat(
            numbers(
                Pivot.by(k, "Op", List.of("U"), Map.of("s", "sum(n)"))
                    .apply(rows)
                    .withColumnRenamed("U", "n")))
        .containsExactly("13", "3", "5", "7");
    assertThat(numbers(MergeFrames.with(rows(key).filter("n in (2, 4, 7)"), k).apply(rows)))
        .containsExactly("2", "4", "5", "7");
    assertThat(
            FillMissing.nothing()
                .withPrevious(List.of("v"), k, List.of("n"))
                .apply(rows.selectExpr("*", "if(n in (1, 3, 6), n, null) AS v"))
                .selectExpr("cast(v AS int) AS n")
                .filter("n is not null")
                .count())
        .isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "named_struct('x', x)", "array(x)"})
  void matchesEqualKeysAcrossFrames(String key) {
    // A NULL inside of a struct or an array is a value that equals itself.
    boolean nullMatches = !key.equals("x");
    List<String> found =
        nullMatches
            ? List.of("1-20", "2-20", "3-40", "4-40", "6-70", "7-70")
            : List.of("1-20", "2-20", "3-40", "4-40");

    assertThat(pairs(Join.inner(table(key)).on("k").apply(rows(key)))).isEqualTo(found);
    assertThat(pairs(Join.inner(table(key)).on("k").apply(rows(key), RecordingTally.asked())))
        .isEqualTo(found);
    assertThat(pairs(Lookup.in(table(key)).on("k").apply(rows(key)).filter("w is not null")))
        .isEqualTo(found);
    assertThat(numbers(Join.anti(table(key)).on("k").apply(rows(key))))
        .isEqualTo(nullMatches ? List.of("5") : List.of("5", "6", "7"));
    RecordingTally tally = RecordingTally.asked();
    Validate.of(RowRule.references("k", table(key), "k", "table")).apply(rows(key), tally);
    assertThat(tally.rejectedRows).isEqualTo(1);
  }

  @Test
  void matchesNullsWhereThatIsAskedFor() {
    List<String> found = List.of("1-20", "2-20", "3-40", "4-40", "6-70", "7-70");

    assertThat(pairs(Join.inner(table("x")).on("k").withNullSafe().apply(rows("x"))))
        .isEqualTo(found);
    assertThat(
            pairs(
                Lookup.in(table("x"))
                    .on("k")
                    .withNullSafe()
                    .apply(rows("x"))
                    .filter("w is not null")))
        .isEqualTo(found);
  }

  @Test
  void rejectsNullKeysOfChangesAndRepeatsOfAllOthers() {
    RecordingTally changes = RecordingTally.asked();
    Dataset<Row> now =
        CurrentState.by(List.of("k"))
            .withSequence(List.of("n"))
            .withOperationColumns()
            .apply(rows("x"), changes);
    assertThat(numbers(now)).containsExactly("2", "4", "5");
    assertThat(changes.rejected).isEqualTo(Map.of("current_state: k: null key", 2L));

    RecordingTally unique = RecordingTally.asked();
    Dataset<Row> sound = Validate.of(RowRule.unique("k")).apply(rows("x"), unique);
    assertThat(numbers(sound)).containsExactly("5", "6", "7");
    assertThat(unique.rejected).isEqualTo(Map.of("unique: k", 4L));
  }

  @Test
  void pivotsBothZerosIntoOneColumn() {
    Dataset<Row> pivoted =
        Pivot.by(List.of("Op"), "k", List.of("0.0", "NaN"), Map.of("s", "sum(n)")).apply(rows("x"));

    assertThat(Rows.of(pivoted)).containsExactly("[U,7,3]");
  }
}
