package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeepLatestTest {

  private static Dataset<Row> customers() {
    return Rows.sql(
        "SELECT * FROM VALUES (1, 10, 'old', 'f1'), (1, 20, 'b', 'f2'), (1, 20, 'a', 'f4'),"
            + " (1, 20, 'a', 'f3'), (1, NULL, 'none', 'f1'), (2, 5, 'only', 'f1'),"
            + " (NULL, 6, 'x', 'f1'), (NULL, 7, 'y', 'f2') AS t(id, ts, name, __sluice_file)");
  }

  private static KeepLatest byTime() {
    return KeepLatest.by(List.of("id"), List.of("ts"));
  }

  private static List<String> sorted(Dataset<Row> rows) {
    return Rows.of(rows).stream().sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void keepsOneRowPerKeyWhenTimestampsTie(int partitions) {
    Dataset<Row> rows = customers().repartition(partitions).orderBy(functions.rand(partitions));

    assertThat(sorted(byTime().apply(rows)))
        .isEqualTo(sorted(byTime().apply(rows, RecordingTally.asked())))
        .containsExactly("[1,20,a,f3]", "[2,5,only,f1]", "[null,7,y,f2]");
    assertThat(Rows.schema(byTime().apply(rows)))
        .isEqualTo("id int, ts int, name string, __sluice_file string");
  }

  @Test
  void countsTiesApartFromOlderRows() {
    RecordingTally tally = RecordingTally.asked();
    long kept = byTime().apply(customers(), tally).count();

    assertThat(kept).isEqualTo(3);
    assertThat(tally.repeated).isEqualTo(Map.of("tie on ts", 2L));
    assertThat(byTime().accounting()).isEqualTo(Accounting.DEDUPLICATES);
  }

  @ParameterizedTest
  @CsvSource({
    "ts, a",
    "ts desc, a",
    "ts DESC NULLS FIRST, none",
    "ts nulls first, none",
    "ts asc, none",
    "ts asc nulls last, old",
    "name, old",
  })
  void takesTheHighestUnlessAnotherOrderIsSaid(String order, String expected) {
    Dataset<Row> result =
        KeepLatest.by(List.of("ID"), List.of(order)).apply(customers().filter("id = 1"));

    assertThat(result.select("name").collectAsList())
        .extracting(r -> r.getString(0))
        .containsExactly(expected);
  }

  @Test
  void takesNanForOneKeyAndForTheHighestTime() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT * FROM VALUES (double('NaN'), 1.0D), (double('NaN'), double('NaN')),"
                + " (0.0D, 1.0D), (-0.0D, 2.0D) AS t(k, ts)");

    assertThat(Rows.of(KeepLatest.by(List.of("k"), List.of("ts")).apply(rows)))
        .containsExactlyInAnyOrder("[NaN,NaN]", "[-0.0,2.0]");
  }

  @Test
  void breaksTiesByMapsWhateverTheOrderOfTheirEntries() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT * FROM VALUES (1, map('b', 1, 'a', 3), 'x'), (1, map('a', 2, 'b', 9), 'y')"
                + " AS t(k, m, v)");

    for (String zone : List.of("UTC", "Asia/Tokyo")) {
      List<String> kept =
          Rows.with(
              "spark.sql.session.timeZone",
              zone,
              () -> Rows.of(KeepLatest.by(List.of("k"), List.of("k")).apply(rows).select("v")));
      assertThat(kept).containsExactly("[y]");
    }
  }

  @Test
  void breaksTiesByMapsThatHoldIntervals() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT 1 AS k, map('a', make_interval(0, n)) AS m, n FROM VALUES (2), (1) AS t(n)");

    assertThat(Rows.of(KeepLatest.by(List.of("k"), List.of("k")).apply(rows).select("n")))
        .containsExactly("[1]");
  }

  @Test
  void takesOddNamesAndPathsIntoStructs() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT named_struct('a.b', k) AS `s t`, ts AS `zeit``é`"
                + " FROM VALUES (1, 1), (1, 2), (2, 1) AS t(k, ts)");

    assertThat(sorted(KeepLatest.by(List.of("s t.`a.b`"), List.of("`zeit``é` desc")).apply(rows)))
        .containsExactly("[[1],2]", "[[2],1]");
  }

  @Test
  void shufflesOnceAndPrunesOnBothSidesOfIt() {
    Dataset<Row> rows = Rows.sql("SELECT id % 10 AS k, id % 7 AS ts, id FROM range(100)");
    KeepLatest latest = KeepLatest.by(List.of("k"), List.of("ts"));

    for (Tally tally : List.of(Tally.NONE, RecordingTally.asked())) {
      String plan = Rows.physical(latest.apply(rows, tally));
      assertThat(Rows.occurrences(plan, "Exchange ")).isEqualTo(1);
      int exchange = plan.indexOf("Exchange ");
      assertThat(plan.substring(0, exchange)).contains("WindowGroupLimit");
      assertThat(plan.substring(exchange)).contains("WindowGroupLimit");
    }
  }

  @Provide
  Arbitrary<List<Integer>> versions() {
    return Arbitraries.integers().between(0, 40).injectNull(0.1).list().ofMaxSize(20);
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void keepsWhatSortingEachGroupWouldPutLast(@ForAll("versions") List<Integer> values) {
    Dataset<Row> rows =
        TestSpark.session()
            .createDataset(values, Encoders.INT())
            .toDF("v")
            .selectExpr("v % 4 AS k", "v");
    Map<Integer, Integer> expected = new HashMap<>();
    for (Integer v : values) {
      expected.merge(v == null ? -1 : v % 4, v == null ? -1 : v, Math::max);
    }
    RecordingTally tally = RecordingTally.asked();
    List<Row> kept = KeepLatest.by(List.of("k"), List.of("v")).apply(rows, tally).collectAsList();
    List<Integer> left = new ArrayList<>(values);
    left.removeIf(Objects::isNull);
    left.sort(Comparator.naturalOrder());
    long ties =
        expected.values().stream()
                .mapToLong(v -> Math.max(0, Collections.frequency(left, v) - 1))
                .sum()
            + Math.max(0, Collections.frequency(values, null) - 1);

    assertThat(kept)
        .extracting(r -> r.isNullAt(1) ? -1 : r.getInt(1))
        .containsExactlyInAnyOrderElementsOf(expected.values());
    assertThat(tally.repeated).containsEntry("tie on v", ties);
  }

  @Test
  void refusesWhatGivesNoOrder() {
    assertRefused(List.of(), List.of("ts"), "the list of keys is empty");
    assertRefused(List.of("id"), List.of(), "nothing says which row is later");
    assertRefused(List.of("idd"), List.of("ts"), "Did you mean id?");
    assertRefused(List.of("id"), List.of("tss"), "Did you mean ts?");
    assertThatThrownBy(
            () ->
                KeepLatest.by(List.of("m"), List.of("m")).apply(Rows.sql("SELECT map(1, 2) AS m")))
        .hasMessageContaining("Cannot order by column: m");
  }

  private static void assertRefused(List<String> keys, List<String> orderBy, String message) {
    assertThatThrownBy(() -> KeepLatest.by(keys, orderBy).apply(customers()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
