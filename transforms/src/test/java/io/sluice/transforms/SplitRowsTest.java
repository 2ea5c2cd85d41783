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
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class SplitRowsTest {

  private static Dataset<Row> sales() {
    return Rows.sql(
        "SELECT * FROM VALUES (1, 150, 'f'), (2, 100, 'f'), (3, NULL, 'g')"
            + " AS t(id, amount, __sluice_file)");
  }

  private static SplitRows large() {
    return SplitRows.where(" amount > 100\n");
  }

  @Test
  void putsRowsOfWhichThePredicateIsNotTrueIntoTheSecondHalf() {
    Fork.Branches halves = large().apply(sales());

    assertThat(Rows.of(halves.main())).containsExactly("[1,150,f]");
    assertThat(halves.others()).containsOnlyKeys("others");
    assertThat(Rows.of(halves.others().get("others"))).containsExactly("[2,100,f]", "[3,null,g]");
    assertThat(Rows.schema(halves.others().get("others"))).isEqualTo(Rows.schema(sales()));
    assertThat(large().withOthersNamed("small").others(new StructType())).containsOnlyKeys("small");
  }

  @Test
  void countsInEachHalfTheRowsOfTheOther() {
    RecordingTally main = RecordingTally.asked();
    RecordingTally others = RecordingTally.asked();
    Transform second = large().others(sales().schema()).get("others");
    long first = large().main().apply(sales(), main).count();
    long rest = second.apply(sales(), others).count();

    assertThat(List.of(first, rest)).containsExactly(1L, 2L);
    assertThat(main.filtered).isEqualTo(Map.of("amount > 100", 2L));
    assertThat(others.filtered).isEqualTo(Map.of("NOT (amount > 100)", 1L));
    assertThat(second.accounting()).isEqualTo(Accounting.ROW_FOR_ROW);
    assertThat(List.of(large().name(), second.name(), large().main().name()))
        .containsOnly("split_rows");
  }

  @Test
  void isNarrow() {
    Dataset<Row> rows = Rows.sql("SELECT id, id % 7 AS amount FROM range(10)");
    Fork.Branches halves = SplitRows.where("amount > 3").apply(rows);

    assertThat(Rows.physical(halves.main())).doesNotContain("Exchange");
    assertThat(Rows.physical(halves.others().get("others"))).doesNotContain("Exchange");
  }

  @Provide
  Arbitrary<List<Integer>> numbers() {
    return Arbitraries.integers().between(-4, 4).injectNull(0.3).list().ofMaxSize(12);
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void theHalvesMakeTheInput(@ForAll("numbers") List<Integer> values, @ForAll boolean negated) {
    Dataset<Row> rows = TestSpark.session().createDataset(values, Encoders.INT()).toDF("a");
    Fork.Branches halves = SplitRows.where(negated ? "NOT (a > 1)" : "a > 1").apply(rows);
    List<Row> all = new ArrayList<>(halves.main().collectAsList());
    all.addAll(halves.others().get("others").collectAsList());

    assertThat(all).containsExactlyInAnyOrderElementsOf(rows.collectAsList());
  }

  @Test
  void refusesWhatIsNoPredicate() {
    assertRefused(
        "amont > 1", "Cannot split rows by: amont > 1 (no such column: amont among id, amount).");
    assertRefused("id", "Cannot split rows by: id (it is an int, not a boolean)");
    assertRefused(" ", "Cannot split rows: nothing (the predicate is empty)");
  }

  private static void assertRefused(String predicate, String message) {
    assertThatThrownBy(() -> SplitRows.where(predicate).apply(sales()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
