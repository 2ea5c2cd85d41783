package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.WithNull;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class UnpivotTest {

  private static Dataset<Row> sales() {
    return Rows.sql(
        "SELECT * FROM VALUES ('a', 'x', 1, 2L, named_struct('mar', 3), 'f'),"
            + " ('b', 'y', NULL, 20L, NULL, 'g') AS t(sku, note, jan, `f.eb`, rest, __sluice_file)");
  }

  @Test
  void makesARowOfEachColumn() {
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result =
        Unpivot.of(List.of("SKU"), List.of("jan", "`f.eb`", "rest.mar"))
            .withNames("month", "sold")
            .apply(sales(), tally);

    assertThat(Rows.schema(result))
        .isEqualTo("sku string, month string, sold bigint, __sluice_file string");
    assertThat(Rows.of(result))
        .containsExactly(
            "[a,jan,1,f]",
            "[a,f.eb,2,f]",
            "[a,rest.mar,3,f]",
            "[b,jan,null,g]",
            "[b,f.eb,20,g]",
            "[b,rest.mar,null,g]");
    assertThat(tally.calls).isEmpty();
  }

  @Test
  void keepsAllOtherColumnsWhereNoneAreNamed() {
    Dataset<Row> result = Unpivot.columns(List.of("Jan", "`f.eb`")).apply(sales());

    assertThat(Rows.schema(result))
        .isEqualTo(
            "sku string, note string, rest struct<mar:int>, name string, value bigint,"
                + " __sluice_file string");
    assertThat(Rows.of(result).get(0)).isEqualTo("[a,x,[3],jan,1,f]");
  }

  @Test
  void dropsRowsWithoutAValueAndCountsThem() {
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result =
        Unpivot.of(List.of("sku"), List.of("jan", "rest.mar"))
            .withNullsDropped()
            .withNames("month", "`so.ld`")
            .apply(sales(), tally);

    assertThat(Rows.of(result)).containsExactly("[a,jan,1,f]", "[a,rest.mar,3,f]");
    assertThat(tally.filtered).hasToString("{so.ld is null=2}");
  }

  @Test
  void isUndoneByPivot() {
    Dataset<Row> rows = Rows.sql("SELECT id, id * 2 AS a, id * 3 AS b FROM range(5)");
    Dataset<Row> back =
        Unpivot.of(List.of("id"), List.of("a", "b"))
            .then(
                Pivot.by(
                    List.of("id"), "name", List.of("a", "b"), java.util.Map.of("v", "max(value)")))
            .apply(rows);

    assertThat(Rows.of(back)).containsExactlyInAnyOrderElementsOf(Rows.of(rows));
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void valuesAndNullsMakeTheInput(@ForAll @Size(max = 20) List<@WithNull(0.3) Integer> given) {
    Dataset<Row> rows =
        TestSpark.session()
            .createDataset(given, Encoders.INT())
            .toDF("a")
            .selectExpr("a", "a AS b");
    RecordingTally tally = RecordingTally.asked();
    long left =
        Unpivot.of(List.of(), List.of("a", "b")).withNullsDropped().apply(rows, tally).count();

    assertThat(left).isEqualTo(2 * given.stream().filter(v -> v != null).count());
    assertThat(left + tally.filtered.get("value is null")).isEqualTo(2L * given.size());
  }

  @Test
  void isNarrow() {
    Unpivot unpivot = Unpivot.columns(List.of("jan"));

    assertThat(Rows.physical(unpivot.apply(sales()))).doesNotContain("Exchange");
    assertThat(unpivot.accounting()).isEqualTo(Accounting.FANS_OUT);
    assertThat(unpivot.name()).isEqualTo("unpivot");
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertRefused(Unpivot.columns(List.of()), "the list of columns is empty");
    assertRefused(Unpivot.columns(List.of("jna")), "Did you mean jan?");
    assertRefused(
        Unpivot.columns(List.of("jan", "note")),
        "Cannot unpivot column: note (no type holds every value of int and string)");
    assertRefused(Unpivot.columns(List.of("jan")).withNames("sku", "v"), "that name is taken");
    assertRefused(Unpivot.columns(List.of("jan")).withNames("v", "V"), "that name is taken");
    assertRefused(Unpivot.columns(List.of("jan")).withNames("a.b", "v"), "inside a struct");
    assertRefused(Unpivot.columns(List.of("jan")).withNames("v", "__sluice_v"), "are reserved");
  }

  private static void assertRefused(Transform transform, String message) {
    assertThatThrownBy(() -> transform.apply(sales()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
