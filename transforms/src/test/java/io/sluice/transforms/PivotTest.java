package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class PivotTest {

  private static final Map<String, String> SUM = Map.of("total", "sum(amount)");

  private static Dataset<Row> sales() {
    return Rows.sql(
        "SELECT * FROM VALUES ('a', 'jan', 1, 'f'), ('a', 'jan', 2, 'f'), ('a', 'feb', 4, 'f'),"
            + " ('b', 'feb', 8, 'f'), ('b', NULL, 16, 'f'), ('c', 'dec', 32, 'f'),"
            + " (NULL, 'jan', 64, 'f') AS t(sku, month, amount, __sluice_file)");
  }

  @Test
  void makesAColumnOfEachValue() {
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result =
        Pivot.by(List.of("SKU"), "month", List.of("jan", "feb"), SUM).apply(sales(), tally);

    assertThat(Rows.schema(result)).isEqualTo("sku string, jan bigint, feb bigint");
    assertThat(Rows.of(result))
        .containsExactlyInAnyOrder("[a,3,4]", "[b,null,8]", "[null,64,null]");
    assertThat(tally.filtered).hasToString("{not in values=2}");
    assertThat(tally.calls).containsExactly("keep");
  }

  @Test
  void namesColumnsByAggregateTooWhereThereAreSeveral() {
    Map<String, String> aggregates = new LinkedHashMap<>();
    aggregates.put("n", "count(*)");
    aggregates.put("big", "max(amount) FILTER (WHERE amount > 1 OR sku = ')')");
    aggregates.put("skus", "count(DISTINCT sku)");
    Dataset<Row> result =
        Pivot.by(List.of(), "month", List.of("jan", "feb"), aggregates).apply(sales());

    assertThat(Rows.schema(result))
        .isEqualTo(
            "jan_n bigint, jan_big int, jan_skus bigint, feb_n bigint, feb_big int,"
                + " feb_skus bigint");
    assertThat(Rows.of(result)).containsExactly("[3,64,1,2,8,2]");
  }

  @Test
  void readsValuesAsTheColumnsType() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT * FROM VALUES (DATE'2024-01-01', double('NaN'), 1), (NULL, 0.0D, 2),"
                + " (DATE'2024-01-02', -0.0D, 4) AS t(`d.x`, v, n)");

    assertThat(
            Rows.of(
                Pivot.by(List.of(), "`d.x`", List.of("2024-01-02"), Map.of("n", "sum(n)"))
                    .apply(rows)))
        .containsExactly("[4]");
    assertThat(
            Rows.of(
                Pivot.by(List.of(), "v", List.of("NaN", "0"), Map.of("n", "sum(n)")).apply(rows)))
        .containsExactly("[1,6]");
  }

  @Test
  void hidesLineageAndItsOwnMarkFromStars() {
    Dataset<Row> result =
        Pivot.by(List.of("sku"), "month", List.of("jan"), Map.of("v", "max(struct(*))"))
            .apply(sales());

    assertThat(Rows.schema(result))
        .isEqualTo("sku string, jan struct<sku:string,month:string,amount:int>");
  }

  @Test
  void shufflesOnce() {
    Dataset<Row> rows =
        Rows.sql("SELECT id % 5 AS k, string(id % 7) AS p, id AS amount FROM range(99)");
    String plan =
        Rows.physical(Pivot.by(List.of("k"), "p", List.of("1", "2", "3"), SUM).apply(rows));

    assertThat(Rows.occurrences(plan, "Exchange hashpartitioning")).isEqualTo(1);
    assertThat(Rows.occurrences(plan, "Exchange")).isEqualTo(1);
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void columnsAndFilteredRowsMakeTheInput(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 4) Integer> given) {
    Dataset<Row> rows = TestSpark.session().createDataset(given, Encoders.INT()).toDF("v");
    RecordingTally tally = RecordingTally.asked();
    Row row =
        Pivot.by(List.of(), "v", List.of("0", "1", "2"), Map.of("n", "count(*)"))
            .apply(rows, tally)
            .first();

    assertThat(
            row.getLong(0) + row.getLong(1) + row.getLong(2) + tally.filtered.get("not in values"))
        .isEqualTo(given.size());
    assertThat(row.getLong(1)).isEqualTo(given.stream().filter(v -> v == 1).count());
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertRefused(Pivot.by(List.of("sku"), "month", List.of(), SUM), "the list of values is empty");
    assertRefused(pivot("month", Map.of()), "there is no aggregate");
    assertRefused(pivot("mnth", SUM), "Did you mean month?");
    assertRefused(Pivot.by(List.of("sk"), "month", List.of("a"), SUM), "Did you mean sku?");
    assertRefused(pivot("amount", SUM), "Cannot pivot column: amount ('jan' is not an int)");
    assertRefused(pivot("month", Map.of("v", "sum(amount) / 2")), "not the call of one aggregate");
    assertRefused(pivot("month", Map.of("v", "upper(sku)")), "not the call of one aggregate");
    assertRefused(pivot("month", Map.of("v", "sum(amuont)")), "Did you mean amount?");
    assertRefused(Pivot.by(List.of(), "month", List.of("a", "a"), SUM), "a value is listed twice");
    assertRefused(Pivot.by(List.of("sku"), "month", List.of("Sku"), SUM), "that name is taken");
    assertRefused(Pivot.by(List.of("sku"), "month", List.of("__sluice_a"), SUM), "are reserved");
    assertThat(pivot("month", SUM).accounting()).isEqualTo(Accounting.AGGREGATES);
    assertThat(pivot("month", SUM).name()).isEqualTo("pivot");
  }

  private static Pivot pivot(String column, Map<String, String> aggregates) {
    return Pivot.by(List.of("sku"), column, List.of("jan"), aggregates);
  }

  private static void assertRefused(Transform transform, String message) {
    assertThatThrownBy(() -> transform.apply(sales()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
