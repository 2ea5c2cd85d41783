package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
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
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** What holds for any rows: nothing comes from nowhere and nothing goes unsaid. */
class ConservationTest {

  private static final int TRIES = 8;

  @Provide
  Arbitrary<List<Integer>> numbers() {
    return Arbitraries.integers().between(-4, 4).injectNull(0.2).list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<Integer>> anyNumbers() {
    return Arbitraries.integers().injectNull(0.1).list().ofMinSize(1).ofMaxSize(30);
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return Arbitraries.oneOf(
            Arbitraries.integers().map(String::valueOf),
            Arbitraries.strings().withChars("0123456789.-+eE dfx_NaIn").ofMaxLength(8))
        .injectNull(0.1)
        .list()
        .ofMinSize(1)
        .ofMaxSize(30);
  }

  private static Dataset<Row> frame(List<Integer> values) {
    return TestSpark.session().createDataset(values, Encoders.INT()).toDF("a");
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void keptAndFilteredMakeTheInput(@ForAll("numbers") List<Integer> values, @ForAll int threshold) {
    RecordingTally tally = RecordingTally.asked();
    long kept = Filter.where("a > " + threshold % 5).apply(frame(values), tally).count();
    long expected = values.stream().filter(Objects::nonNull).filter(v -> v > threshold % 5).count();

    assertThat(kept).isEqualTo(expected);
    assertThat(tally.filtered.values()).containsExactly(values.size() - kept);
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void wholeNumbersSurviveAsText(@ForAll("anyNumbers") List<Integer> values) {
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> back =
        ApplyMapping.of(Mapping.of("a", "a", "string"))
            .then(ApplyMapping.of(Mapping.of("a", "a", "int")))
            .apply(frame(values), tally);

    assertThat(back.as(Encoders.INT()).collectAsList()).isEqualTo(values);
    assertThat(tally.rejectedRows).isZero();
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void eachTextIsEitherANumberOrARejectAndNeverLost(@ForAll("texts") List<String> values) {
    Dataset<Row> rows = TestSpark.session().createDataset(values, Encoders.STRING()).toDF("a");
    for (String type : List.of("long", "double", "decimal(12,3)", "timestamp")) {
      RecordingTally tally = RecordingTally.asked();
      List<Row> passed =
          ApplyMapping.of(Mapping.of("a", "was", "string"), Mapping.of("a", "is", type))
              .apply(rows, tally)
              .collectAsList();

      assertThat(passed.size() + tally.rejectedRows).isEqualTo(values.size());
      assertThat(passed).as(type).allMatch(r -> r.isNullAt(0) == r.isNullAt(1));
    }
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void droppingDuplicatesTwiceIsDroppingThemOnce(@ForAll("numbers") List<Integer> values) {
    List<Row> once = DropDuplicates.wholeRows().apply(frame(values)).collectAsList();
    List<Row> twice =
        DropDuplicates.wholeRows()
            .then(DropDuplicates.wholeRows())
            .apply(frame(values))
            .collectAsList();

    assertThat(once).hasSize(new HashSet<>(values).size());
    assertThat(twice).containsExactlyInAnyOrderElementsOf(once);
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void ofChangesOneOfEachKeyStaysAndThoseWithoutAKeyAreRejected(
      @ForAll("numbers") List<Integer> values) {
    RecordingTally tally = RecordingTally.asked();
    LatestChanges latest = LatestChanges.by(List.of("a"), List.of("a"));
    Dataset<Row> kept = latest.apply(frame(values), tally);
    List<Integer> keys = values.stream().filter(Objects::nonNull).distinct().toList();

    assertThat(kept.select("a").as(Encoders.INT()).collectAsList())
        .containsExactlyInAnyOrderElementsOf(keys);
    assertThat(tally.rejectedRows).isEqualTo(values.stream().filter(Objects::isNull).count());
    assertThat(Rows.of(latest.apply(kept))).containsExactlyInAnyOrderElementsOf(Rows.of(kept));
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void envelopesGiveTheirRowsAndADeleteForEachKeyThatChanges(
      @ForAll("numbers") List<Integer> before, @ForAll("numbers") List<Integer> after) {
    int updates = Math.min(before.size(), after.size());
    List<Row> envelopes = new ArrayList<>();
    long moved = 0;
    for (int i = 0; i < updates; i++) {
      Integer was = before.get(i);
      envelopes.add(
          RowFactory.create(
              RowFactory.create(was), RowFactory.create(after.get(i)), i % 5 == 4 ? "t" : "u", 1L));
      moved += i % 5 != 4 && was != null && !was.equals(after.get(i)) ? 1 : 0;
    }
    Dataset<Row> log =
        TestSpark.session()
            .createDataFrame(
                envelopes,
                StructType.fromDDL(
                    "before STRUCT<a: INT>, after STRUCT<a: INT>, op STRING, ts_ms BIGINT"));
    RecordingTally tally = RecordingTally.asked();
    List<Row> rows =
        UnwrapDebezium.envelopes().withKeys(List.of("a")).apply(log, tally).collectAsList();

    assertThat(tally.added).isEqualTo(Map.of("key_change", moved));
    assertThat(tally.rejectedRows).isEqualTo(updates / 5);
    assertThat(rows).hasSize((int) (updates - tally.rejectedRows + moved));
    assertThat(rows).filteredOn(r -> r.getString(1).equals("d")).hasSize((int) moved);
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void aUnionHasTheRowsOfAll(
      @ForAll("numbers") List<Integer> a, @ForAll("numbers") List<Integer> b) {
    assertThat(Union.with(List.of(frame(b))).apply(frame(a)).count())
        .isEqualTo(a.size() + b.size());
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void aJoinAccountsForEveryRowOfItsLeftSide(
      @ForAll("numbers") List<Integer> left, @ForAll("numbers") List<Integer> right) {
    Dataset<Row> l = frame(left);
    Dataset<Row> r = frame(right);
    RecordingTally inner = RecordingTally.asked();
    RecordingTally semi = RecordingTally.asked();
    RecordingTally anti = RecordingTally.asked();
    RecordingTally full = RecordingTally.asked();
    long pairs = Join.inner(r).on("a").apply(l, inner).count();
    long matched = Join.semi(r).on("a").apply(l, semi).count();
    long unmatched = Join.anti(r).on("a").apply(l, anti).count();
    long all = Join.full(r).on("a").apply(l, full).count();

    assertThat(matched + unmatched).isEqualTo(left.size());
    assertThat(semi.filtered).containsEntry("no_match", unmatched);
    assertThat(anti.filtered).containsEntry("match", matched);
    assertThat(inner.filtered).containsEntry("no_match", unmatched);
    assertThat(all).isEqualTo(pairs + unmatched + full.added.get("right_only"));
    assertThat(pairs).isEqualTo(Arrays.stream(pairs(left, right)).sum());
  }

  private static long[] pairs(List<Integer> left, List<Integer> right) {
    return left.stream()
        .filter(Objects::nonNull)
        .mapToLong(l -> right.stream().filter(l::equals).count())
        .toArray();
  }
}
