package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** What all transforms promise alike. */
class TransformsTest {

  private static Dataset<Row> rows() {
    return Rows.sql(
        "SELECT 1 AS a, named_struct('b', 2) AS s, DATE'2022-05-03' AS d, 'p-q' AS v, '{}' AS doc,"
            + " 'c' AS op, 5L AS ts_ms, named_struct('x', 1) AS before, named_struct('x', 2) AS after,"
            + " 'f' AS __sluice_file, false AS __sluice_deleted");
  }

  /** Those that are no steps of a pipeline file; the modes of writing need them. */
  private static List<Transform> forWriting() {
    return List.of(
        LatestChanges.by(List.of("a"), List.of("d")),
        LatestChanges.by(List.of("a"), List.of("d")).byVersion(),
        Versions.by(List.of("a"), "d"));
  }

  private static List<Transform> all() {
    return Stream.of(steps(), forWriting()).flatMap(List::stream).toList();
  }

  private static List<Transform> steps() {
    return List.of(
        ApplyMapping.of(Mapping.of("a")),
        SelectFields.of("a"),
        DropFields.of("s"),
        RenameField.of("a", "x"),
        Derive.of("x", "a"),
        Filter.where("a = 1"),
        DropDuplicates.wholeRows(),
        Unnest.all(),
        Join.inner(rows()).on("a"),
        Union.with(List.of(rows())),
        Aggregate.by(List.of("a"), Map.of("n", "count(*)")),
        Sql.of("SELECT a FROM input"),
        KeepLatest.by(List.of("a"), List.of("a")),
        Validate.of(RowRule.required("s.b"), RowRule.unique("a")),
        ConformValues.of("a", Map.of("1", 2)),
        ConformTime.of("d", List.of()),
        SplitField.by("v", "-", List.of("l", "r")),
        StandardizeNames.lowerSnakeCase(),
        FillMissing.with(Map.of("a", "0")),
        MergeFrames.with(rows(), List.of("a")),
        Lookup.in(rows()).on("a").withPrefix("x_"),
        DropNullFields.nullType(),
        Unbox.json("doc", "x INT"),
        Window.over(List.of("a"), List.of(), Map.of("n", "count(*)")),
        Pivot.by(List.of("doc"), "a", List.of("1"), Map.of("n", "count(*)")),
        Unpivot.columns(List.of("a")),
        ResolveChoice.of("doc", Choice.cast("string")),
        Mask.of("v", Masking.sha256()),
        UnwrapDebezium.envelopes().withKeys(List.of("x")),
        Stamp.at(Instant.EPOCH).withIngestTime("t"));
  }

  @Test
  void bearTheNamesOfTheirStepsInSnakeCase() {
    for (Transform transform : steps()) {
      String snake = transform.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_");
      assertThat(transform.name()).isEqualToIgnoringCase(snake).isLowerCase();
    }
  }

  @Test
  void nameWhatWritingDoesWhereTheyAreNoSteps() {
    assertThat(forWriting())
        .extracting(Transform::name)
        .containsExactly("merge", "history", "versions");
  }

  @Test
  void carryLineageUnlessTheyMakeNewRows() {
    for (Transform transform : all()) {
      boolean ends =
          List.of(Accounting.AGGREGATES, Accounting.REWRITES).contains(transform.accounting());
      assertThat(List.of(transform.apply(rows()).columns()).contains(Lineage.FILE))
          .as(transform.name())
          .isEqualTo(!ends);
    }
  }

  @Test
  void tellTheSameRowsWhetherOrNotTheyAreCounted() {
    for (Transform transform : all()) {
      assertThat(Rows.of(transform.apply(rows(), RecordingTally.asked())))
          .as(transform.name())
          .isEqualTo(Rows.of(transform.apply(rows(), RecordingTally.idle())))
          .isEqualTo(Rows.of(transform.apply(rows())));
    }
  }

  @Test
  void applyToEmptyRowsOfTheSameSchemaAlike() {
    Dataset<Row> empty = TestSpark.session().createDataFrame(List.<Row>of(), rows().schema());
    for (Transform transform : all()) {
      assertThat(Rows.schema(transform.apply(empty)))
          .as(transform.name())
          .isEqualTo(Rows.schema(transform.apply(rows())));
    }
  }
}
