package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleTest {

  private static Dataset<Row> numbers() {
    return Rows.sql("SELECT id, 'f' AS __sluice_file FROM range(10000)");
  }

  private static Set<String> sample(Sample sample, Dataset<Row> rows) {
    return new HashSet<>(Rows.of(sample.apply(rows).others().get("sample")));
  }

  @Test
  void passesEveryRowOnAndTakesTheFractionAside() {
    Fork.Branches branches = Sample.fraction(0.1).withSampleNamed("some").apply(numbers());

    assertThat(Rows.of(branches.main())).isEqualTo(Rows.of(numbers()));
    assertThat(branches.others()).containsOnlyKeys("some");
    assertThat(branches.others().get("some").count()).isBetween(900L, 1100L);
    assertThat(Rows.schema(branches.others().get("some"))).isEqualTo(Rows.schema(numbers()));
    assertThat(Sample.fraction(1).others(new StructType())).containsOnlyKeys("sample");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void takesTheSameRowsHoweverTheyAreSpread(int partitions) {
    Dataset<Row> spread = numbers().repartition(partitions).orderBy(functions.rand(partitions));

    assertThat(sample(Sample.fraction(0.01), spread))
        .isEqualTo(sample(Sample.fraction(0.01), numbers()));
  }

  @Test
  void takesTheSameRowsOnEveryRun() {
    assertThat(sample(Sample.fraction(0.2).withSeed(7), numbers().limit(20)))
        .containsExactlyInAnyOrder("[1,f]", "[3,f]", "[9,f]", "[12,f]", "[16,f]");
  }

  @Test
  void looksAtNothingButTheData() {
    Dataset<Row> elsewhere = numbers().withColumn("__sluice_file", functions.rand(3));

    assertThat(ids(elsewhere)).isEqualTo(ids(numbers())).isNotEmpty();
  }

  @Test
  void holdsTheSampleOfASmallerFractionAndAnotherForAnotherSeed() {
    Set<String> small = sample(Sample.fraction(0.05), numbers());
    Set<String> other = sample(Sample.fraction(0.05).withSeed(1), numbers());

    assertThat(sample(Sample.fraction(0.2), numbers())).containsAll(small);
    assertThat(other).isNotEqualTo(small).hasSizeBetween(400, 600);
    other.retainAll(small);
    assertThat(other).hasSizeBetween(5, 60);
  }

  @Test
  void takesAllRowsForAFractionOfOne() {
    assertThat(sample(Sample.fraction(1), numbers())).hasSize(10000);
  }

  @Test
  void doesNotDependOnTheOrderOfMapEntriesOrOnTheTimeZone() {
    String query =
        "SELECT id, CASE WHEN %s THEN map('a', id, 'b', 2) ELSE map('b', 2, 'a', id) END AS m,"
            + " timestamp_micros(id) AS t, array(map(id, timestamp_micros(id))) AS s"
            + " FROM range(500)";
    Dataset<Row> one = Rows.sql(query.formatted("true"));
    Dataset<Row> two = Rows.sql(query.formatted("false"));
    List<Long> ids = ids(one);

    assertThat(ids).hasSizeBetween(50, 150).isEqualTo(ids(two));
    assertThat(Rows.with("spark.sql.session.timeZone", "Asia/Tokyo", () -> ids(one)))
        .isEqualTo(ids);
    assertThat(Rows.with("spark.sql.ansi.enabled", "true", () -> ids(one))).isEqualTo(ids);
  }

  private static List<Long> ids(Dataset<Row> rows) {
    return Sample.fraction(0.2)
        .apply(rows)
        .others()
        .get("sample")
        .select("id")
        .collectAsList()
        .stream()
        .map(r -> r.getLong(0))
        .toList();
  }

  @Test
  void countsTheRowsThatAreNotInIt() {
    RecordingTally tally = RecordingTally.asked();
    Transform some = Sample.fraction(0.5).others(numbers().schema()).get("sample");
    long taken = some.apply(numbers(), tally).count();

    assertThat(taken).isBetween(4700L, 5300L);
    assertThat(tally.filtered).isEqualTo(Map.of("not in the sample", 10000 - taken));
    assertThat(some.accounting()).isEqualTo(Accounting.ROW_FOR_ROW);
    assertThat(Sample.fraction(1).main().accounting()).isEqualTo(Accounting.ROW_FOR_ROW);
    assertThat(List.of(some.name(), Sample.fraction(1).main().name(), Sample.fraction(1).name()))
        .containsOnly("sample");
  }

  @Test
  void isNarrow() {
    assertThat(Rows.physical(Sample.fraction(0.5).apply(numbers()).others().get("sample")))
        .doesNotContain("Exchange");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.5, 1.01, Double.NaN})
  void refusesWhatIsNoFraction(double fraction) {
    assertThatThrownBy(() -> Sample.fraction(fraction))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessage(
            "Cannot sample the fraction: " + fraction + " (it is not above 0 and at most 1).");
  }
}
