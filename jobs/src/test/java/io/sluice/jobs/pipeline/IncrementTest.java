package io.sluice.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.jobs.TestSpark;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be loaded incrementally, and what is refused instead of giving a wrong table. */
class IncrementTest {

  @TempDir Path folder;

  private Plan plan(String steps, String write) {
    Conf conf =
        Conf.in(folder)
            .posts("cleaned.users", "steps:\n  - select_fields: [userId, title]\n")
            .pipeline(
                "cleaned.posts",
                """
                table: cleaned.posts
                read:
                  posts: { path: raw/posts, format: json, contract: raw.posts }
                  others: { table: cleaned.users, load: full }
                load: incremental
                steps:
                %s
                  - lookup: { in: others, on: [userId], columns: [title], prefix: their_ }
                write: %s
                """
                    .formatted(steps.indent(2).stripTrailing(), write));
    Project project = conf.load();
    return new Planner(
            TestSpark.session(), project, (input, read) -> project.declaredSchema(read).get())
        .plan(project.select(List.of())).stream()
            .filter(plan -> plan.pipeline().table().table().equals("posts"))
            .findFirst()
            .orElseThrow();
  }

  private Increment increment(String steps, String write) {
    return plan(steps, write).increment().orElseThrow();
  }

  @Test
  void processesNewRowsAloneWhereEachStepLooksAtOneRow() {
    Increment increment =
        increment("- filter: id > 3\n- derive: { n: length(body) }", "{ mode: append }");

    assertThat(increment.recomputes()).isFalse();
  }

  @Test
  void saysHowItLoads() {
    assertThat(plan("- filter: id > 3", "{ mode: append }").toString())
        .contains("  load incrementally: what is new, and nothing else\n  write parquet, append");
    assertThat(
            plan("- filter: id > 3", "{ mode: overwrite_partitions, partition_by: [userId] }")
                .toString())
        .contains("made anew, from all rows with the same userId\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- keep_latest: { keys: [userId], order_by: [id] }",
        "- drop_duplicates",
        "- window: { partition_by: [userId], order_by: [id], columns: { n: count(*) } }",
        "- sql: SELECT * FROM input WHERE id > (SELECT avg(id) FROM input)"
      })
  void refusesToAppendWhatHangsOnOtherRows(String step) {
    assertThatThrownBy(() -> increment(step, "{ mode: append }"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Cannot load incrementally through step: ")
        .hasMessageContaining("load: full");
  }

  @Test
  void refusesToAppendTheRowsOfAnInputThatIsReadWholeEachTime() {
    assertThatThrownBy(
            () -> increment("- union: { with: [others], missing: null }", "{ mode: append }"))
        .hasMessageContaining("its own rows would come out anew at each run");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "- filter: id > 3; [userId]; [userId]",
        "- rename_field: { userId: who } / - rename_field: { who: userId }; [userId]; [userId]",
        "- derive: { day: id % 7 } / - drop_duplicates: { keys: [day, userId], order_by: [id] }; [day]; [(id % 7)]",
        "- derive: { day: upper(title) } / - keep_latest: { keys: [day], order_by: [id] }; [day]; [upper(title)]",
        "- window: { partition_by: [userId], order_by: [id], columns: { n: count(*) } }; [userId]; [userId]",
        "- aggregate: { group_by: [userId, id], values: { n: count(*), title: max(title) } }; [userId]; [userId]",
        "- sql: SELECT userId AS who, userId, count(*) AS n FROM input GROUP BY userId; [who]; [userId]",
        "- drop_duplicates; [title]; [title]"
      })
  void followsPartitionsBackToColumnsOfTheInput(String steps, String partitions, String expected) {
    Increment increment =
        increment(
            steps.replace(" / ", "\n"),
            "{ mode: overwrite_partitions, partition_by: %s }".formatted(partitions));

    assertThat(increment.partitions().stream().map(Column::toString).toList())
        .hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "- keep_latest: { keys: [id], order_by: [title] }; userId; a row's fate or value depends on rows beside it",
        "- aggregate: { group_by: [id], values: { userId: max(userId) } }; userId; rows are grouped without it",
        "- window: { partition_by: [id], order_by: [title], columns: { n: count(*) } }; n; a row's fate or value depends on rows beside it",
        "- sql: SELECT * FROM input ORDER BY id LIMIT 5; userId; rows may mix in",
        "- sql: SELECT a.* FROM input a JOIN input b ON a.id = b.userId; userId; joined with rows of the same input",
        "- sql: SELECT * FROM input WHERE id > (SELECT avg(id) FROM input); userId; a subquery reads posts",
        "- derive: { r: cast(rand() * 10 as int) }; r; not the same each time",
        "- filter: id > 3; their_title; it comes from the other side of a join"
      })
  void refusesPartitionsThatHangOnEachOther(String steps, String partition, String reason) {
    assertThatThrownBy(
            () ->
                increment(
                    steps,
                    "{ mode: overwrite_partitions, partition_by: [%s] }".formatted(partition)))
        .hasMessageContaining("Cannot load incrementally by partitions of: " + partition)
        .hasMessageContaining(reason);
  }

  @Test
  void refusesToOverwriteAllWithWhatIsNew() {
    assertThatThrownBy(() -> plan("- filter: id > 3", "{ mode: overwrite }"))
        .hasMessageContaining("mode overwrite would leave only the new rows in the table");
  }
}
