package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
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

class MergeFramesTest {

  private static Dataset<Row> base() {
    return Rows.sql(
        "SELECT * FROM VALUES (1, 'a', 'f'), (1, 'b', 'f'), (2, 'c', 'f'), (NULL, 'd', 'f')"
            + " AS t(id, v, __sluice_file)");
  }

  private static Dataset<Row> updates() {
    return Rows.sql(
        "SELECT * FROM VALUES ('g', 'A', 1L), ('g', 'A2', 1L), ('g', 'N', 3L), ('g', 'D', NULL)"
            + " AS t(__sluice_file, v, ID)");
  }

  private static List<String> sorted(Dataset<Row> rows) {
    return Rows.of(rows).stream().sorted().toList();
  }

  @Test
  void replacesRowsOfEqualKeysAndAddsTheRest() {
    MergeFrames merge = MergeFrames.with(updates(), List.of("id"));
    RecordingTally tally = RecordingTally.asked();

    assertThat(Rows.schema(merge.apply(base())))
        .isEqualTo("id bigint, v string, __sluice_file string");
    assertThat(sorted(merge.apply(base(), tally)))
        .isEqualTo(sorted(merge.apply(base())))
        .containsExactly("[1,A,g]", "[1,A2,g]", "[2,c,f]", "[3,N,g]", "[null,D,g]");
    assertThat(tally.filtered).isEqualTo(Map.of("replaced", 3L));
    assertThat(tally.added).isEmpty();
    assertThat(merge.accounting()).isEqualTo(Accounting.UNITES);
  }

  @Test
  void comparesAllKeysAndFloatsByValue() {
    Dataset<Row> one =
        Rows.sql(
            "SELECT * FROM VALUES (1, 0.0D, 'a'), (1, double('NaN'), 'b'), (2, 0.0D, 'c')"
                + " AS t(k, x, v)");
    Dataset<Row> two =
        Rows.sql("SELECT * FROM VALUES (1, -0.0D, 'A'), (1, double('NaN'), 'B') AS t(k, x, v)");

    assertThat(Rows.of(MergeFrames.with(two, List.of("k", "x")).apply(one).select("v")))
        .containsExactlyInAnyOrder("[A]", "[B]", "[c]");
  }

  @Test
  void givesNullForMissingColumnsWhenAsked() {
    MergeFrames merge = MergeFrames.with(updates().drop("v"), List.of("id"));

    assertThatThrownBy(() -> merge.apply(base()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining("Cannot unite column: v (frame 2 lacks it");
    assertThat(sorted(merge.withMissing(Missing.NULL).apply(base())))
        .containsExactly("[1,null,g]", "[1,null,g]", "[2,c,f]", "[3,null,g]", "[null,null,g]");
  }

  @Test
  void shufflesOnlyTheKeysOfTheUpdatesBesideItsOwnRows() {
    Dataset<Row> rows = Rows.sql("SELECT id, id AS v FROM range(1000)");
    MergeFrames merge = MergeFrames.with(rows.filter("id < 10"), List.of("id"));

    assertThat(Rows.physical(merge.apply(rows)))
        .contains("BroadcastHashJoin")
        .doesNotContain("hashpartitioning");
    String shuffled =
        Rows.with(
            "spark.sql.autoBroadcastJoinThreshold", "-1", () -> Rows.physical(merge.apply(rows)));
    assertThat(Rows.occurrences(shuffled, "Exchange hashpartitioning")).isEqualTo(2);
  }

  @Provide
  Arbitrary<List<Integer>> numbers() {
    return Arbitraries.integers().between(0, 6).injectNull(0.2).list().ofMaxSize(10);
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void holdsAllUpdatesAndEveryOtherKeyAsItWas(
      @ForAll("numbers") List<Integer> base, @ForAll("numbers") List<Integer> updates) {
    List<Integer> expected = new ArrayList<>(base);
    expected.removeAll(updates);
    expected.addAll(updates);
    Dataset<Row> result =
        MergeFrames.with(frame(updates), List.of("a")).apply(frame(base), RecordingTally.asked());

    assertThat(result.as(Encoders.INT()).collectAsList())
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static Dataset<Row> frame(List<Integer> values) {
    return TestSpark.session().createDataset(values, Encoders.INT()).toDF("a");
  }

  @Test
  void refusesKeysThatOneSideLacks() {
    assertRefused(List.of(), base(), "the list of keys is empty");
    assertRefused(
        List.of("idd"), base(), "Cannot merge on column: idd (no such column among id, v). Did");
    assertRefused(
        List.of("id"),
        base().withColumnRenamed("id", "no"),
        "Cannot merge on the updates' column: id (no such column among no, v)");
    assertRefused(
        List.of("v"), Rows.sql("SELECT 1 AS id, map(1, 2) AS v"), "maps cannot be compared");
  }

  private static void assertRefused(List<String> keys, Dataset<Row> updates, String message) {
    assertThatThrownBy(() -> MergeFrames.with(updates, keys).apply(base()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
