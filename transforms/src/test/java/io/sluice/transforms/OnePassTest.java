package io.sluice.transforms;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures are right also when they are counted in the pass that moves the rows. */
class OnePassTest {

  /** Counts by observing the rows on their way, as a run does. */
  private static final class ObservingTally implements Tally {

    private final Map<String, Observation> observations = new LinkedHashMap<>();

    @Override
    public boolean counting() {
      return true;
    }

    @Override
    public Dataset<Row> keep(Dataset<Row> rows, Column predicate, String reason) {
      return observed(rows, not(coalesce(predicate, lit(false))), reason).filter(predicate);
    }

    @Override
    public Dataset<Row> reject(Dataset<Row> rows, Column reasons) {
      return observed(rows, size(reasons).gt(0), "rejected").filter(size(reasons).equalTo(0));
    }

    @Override
    public Dataset<Row> added(Dataset<Row> rows, Column predicate, String reason) {
      return observed(rows, predicate, reason);
    }

    private Dataset<Row> observed(Dataset<Row> rows, Column counted, String reason) {
      Observation observation = new Observation();
      observations.put(reason, observation);
      return rows.observe(observation, sum(when(counted, 1L).otherwise(0L)).as("n"));
    }

    Map<String, Long> counts() {
      Map<String, Long> counts = new TreeMap<>();
      observations.forEach((reason, observation) -> counts.put(reason, count(observation)));
      return counts;
    }

    private static Long count(Observation observation) {
      try {
        return (Long) observation.getAsJava().get("n");
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static Dataset<Row> left() {
    return Rows.sql("SELECT id AS k, concat('l', id) AS v FROM range(0, 100, 1, 3)");
  }

  /** Every key from 50 to 119 twice, and a NULL. */
  private static Dataset<Row> right() {
    return Rows.sql(
        "SELECT 50 + id % 70 AS k, id AS w FROM range(0, 140, 1, 2) UNION ALL SELECT NULL, -1");
  }

  @ParameterizedTest
  @CsvSource({
    "inner, 100, no_match=50, -1",
    "right, 141, 'no_match=50, right_only=41', -1",
    "full, 191, right_only=41, -1",
    "semi, 50, no_match=50, -1",
    "anti, 50, match=50, -1",
    "inner, 100, no_match=50, 10485760",
    "right, 141, 'no_match=50, right_only=41', 10485760",
    "full, 191, right_only=41, 10485760",
    "semi, 50, no_match=50, 10485760",
    "anti, 50, match=50, 10485760",
  })
  void countsWhatAJoinMissesOrBringsIn(
      String kind, int expected, String counts, String broadcastThreshold) {
    Join join =
        switch (kind) {
          case "inner" -> Join.inner(right());
          case "right" -> Join.right(right());
          case "full" -> Join.full(right());
          case "semi" -> Join.semi(right());
          default -> Join.anti(right());
        };
    Rows.with(
        "spark.sql.autoBroadcastJoinThreshold",
        broadcastThreshold,
        () -> {
          ObservingTally tally = new ObservingTally();
          // Only one column is read further on: pruning must not take the marks away.
          List<Row> rows = join.on("k").apply(left(), tally).select("v").collectAsList();
          assertThat(rows).hasSize(expected);
          assertThat(tally.counts()).hasToString("{" + counts + "}");
          return null;
        });
  }

  @Test
  void countsRejectsAndFilteredRowsOfAChain() {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      values.add("(" + (i % 10 == 0 ? "'x" + i + "'" : "'" + i + "'") + ")");
    }
    Dataset<Row> rows = Rows.sql("SELECT * FROM VALUES " + String.join(", ", values) + " AS t(a)");
    ObservingTally tally = new ObservingTally();
    Dataset<Row> result =
        ApplyMapping.of(Mapping.of("a", "n", "int"))
            .then(Filter.where("n % 2 = 1"))
            .then(Derive.of("m", "n + 1"))
            .then(Filter.where("m > 50"))
            .apply(rows.filter(col("a").isNotNull()), tally);

    assertThat(result.collectAsList()).hasSize(25);
    assertThat(tally.counts()).isEqualTo(Map.of("rejected", 10L, "n % 2 = 1", 40L, "m > 50", 25L));
  }
}
