package io.sluice.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.jobs.TestSpark;
import io.sluice.transforms.Tally;
import io.sluice.transforms.Transform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepWalkTest {

  @TempDir Path folder;

  private Pipeline pipeline(String steps) {
    return Conf.in(folder)
        .pipeline(
            "a.b",
            """
            table: a.b
            read:
              few: { path: raw/x, format: json, schema: id INT }
              more: { path: raw/y, format: json, schema: id INT }
            """
                + steps)
        .load()
        .pipelines()
        .get(0);
  }

  private static Map<String, Dataset<Row>> rows() {
    return Map.of(
        "few", TestSpark.session().sql("SELECT id FROM VALUES (1), (2), (3) AS t(id)"),
        "more", TestSpark.session().sql("SELECT id FROM VALUES (3), (4), (5) AS t(id)"));
  }

  private static List<Integer> ids(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(row -> row.getInt(0)).sorted().toList();
  }

  private List<Integer> walk(String steps) {
    return ids(last(pipeline(steps), StepListener.NONE));
  }

  private static Dataset<Row> last(Pipeline pipeline, StepListener listener) {
    Dataset<Row> last = null;
    for (Dataset<Row> rows :
        StepWalk.everywhere(
                pipeline.firstInput(),
                pipeline.steps(),
                name -> Optional.empty(),
                rows(),
                RunFacts.PLANNING,
                listener)
            .values()) {
      last = rows;
    }
    return last;
  }

  @Test
  void eachStepTakesTheRowsOfTheOneBefore() {
    assertThat(walk("steps: [filter: id > 1, filter: id < 3, union: { with: [more] }]\n"))
        .containsExactly(2, 3, 4, 5);
  }

  @Test
  void aStepTakesTheRowsItNames() {
    assertThat(
            walk(
                """
                steps:
                  - { filter: id = 1, as: one }
                  - { filter: id = 4, from: more, as: four }
                  - { union: { with: [four] }, from: one }
                """))
        .containsExactly(1, 4);
  }

  @Test
  void sqlKnowsItsOwnRowsByBothTheirNames() {
    assertThat(walk("steps: [sql: SELECT few.id FROM few JOIN more ON more.id = few.id]\n"))
        .containsExactly(3);
    assertThat(walk("steps: [sql: SELECT input.id FROM input JOIN more USING (id)]\n"))
        .containsExactly(3);
  }

  @Test
  void aListenerSeesEachStepAndItsRows() {
    List<String> seen = new ArrayList<>();
    StepListener listener =
        new StepListener() {
          @Override
          public Dataset<Row> before(Result result, Transform t, Dataset<Row> rows) {
            seen.add("before " + result.index() + " " + t.name() + " " + ids(rows));
            return rows;
          }

          @Override
          public Tally tally(Result result) {
            return new Counting(seen);
          }

          @Override
          public Dataset<Row> after(Result result, Transform t, Dataset<Row> rows) {
            seen.add("after " + result.index() + " " + ids(rows));
            return rows;
          }
        };
    Pipeline pipeline = pipeline("steps: [filter: id > 1, union: { with: [more] }]\n");
    var unused = last(pipeline, listener);

    assertThat(seen)
        .containsExactly(
            "before 0 filter [1, 2, 3]",
            "keep id > 1",
            "after 0 [2, 3]",
            "before 1 union [2, 3]",
            "after 1 [2, 3, 3, 4, 5]");
  }

  @Test
  void saysWhichStepFailed() {
    Pipeline pipeline = pipeline("steps: [union: { with: [more] }, filter: nothing > 1]\n");

    assertThatThrownBy(() -> last(pipeline, StepListener.NONE))
        .isInstanceOfSatisfying(
            StepFailedException.class,
            e -> {
              assertThat(e.index()).isEqualTo(1);
              assertThat(e.step().transform()).isEqualTo("filter");
              assertThat(e).hasMessageStartingWith("steps[1].filter: Cannot ");
            });
  }

  private record Counting(List<String> seen) implements Tally {

    @Override
    public boolean counting() {
      return true;
    }

    @Override
    public Dataset<Row> keep(Dataset<Row> rows, Column predicate, String reason) {
      seen.add("keep " + reason);
      return NONE.keep(rows, predicate, reason);
    }

    @Override
    public Dataset<Row> reject(Dataset<Row> rows, Column reasons) {
      return NONE.reject(rows, reasons);
    }

    @Override
    public Dataset<Row> added(Dataset<Row> rows, Column predicate, String reason) {
      return rows;
    }
  }
}
