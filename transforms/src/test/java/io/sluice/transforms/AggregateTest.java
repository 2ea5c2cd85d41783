package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class AggregateTest {

  private static Dataset<Row> sales() {
    return Rows.sql(
        "SELECT * FROM VALUES ('a', 1, 'x', 'f'), ('a', 4, 'y', 'f'), ('a', 4, 'y', 'f'),"
            + " (NULL, 5, 'x', 'f'), (NULL, NULL, 'x', 'f') AS t(day, amount, who, __sluice_file)");
  }

  private static Map<String, String> all() {
    Map<String, String> expressions = new LinkedHashMap<>();
    expressions.put("total", "sum(amount)");
    expressions.put("mean", "avg(amount)");
    expressions.put("n", "count(*)");
    expressions.put("least", "min(amount)");
    expressions.put("most", "max(amount)");
    expressions.put("middle", "median(amount)");
    expressions.put("p90", "percentile(amount, 0.5)");
    expressions.put("people", "count(DISTINCT who)");
    expressions.put("big", "count(*) FILTER (WHERE amount > 3)");
    return expressions;
  }

  @Test
  void givesARowForEachGroupNullBeingOne() {
    Dataset<Row> result = Aggregate.by(List.of("day"), all()).apply(sales());

    assertThat(Rows.schema(result))
        .isEqualTo(
            "day string, total bigint, mean double, n bigint, least int, most int, middle double,"
                + " p90 double, people bigint, big bigint");
    assertThat(Rows.of(result))
        .containsExactlyInAnyOrder("[a,9,3.0,3,1,4,4.0,4.0,2,2]", "[null,5,5.0,2,5,5,5.0,5.0,1,1]");
  }

  @Test
  void givesOneRowWithoutGroupsEvenOfNoRows() {
    Aggregate total = Aggregate.by(List.of(), Map.of("n", "count(*)"));

    assertThat(Rows.of(total.apply(sales()))).containsExactly("[5]");
    assertThat(Rows.of(total.apply(sales().filter("false")))).containsExactly("[0]");
  }

  @Test
  void groupsByAFieldOfAStructUnderItsOwnName() {
    Dataset<Row> rows = Rows.sql("SELECT named_struct('city', 'Ulm') AS address, 2 AS n");

    assertThat(
            Rows.schema(Aggregate.by(List.of("address.city"), Map.of("s", "sum(n)")).apply(rows)))
        .isEqualTo("city string, s bigint");
  }

  @Test
  void shufflesOnce() {
    String plan =
        Rows.physical(Aggregate.by(List.of("day"), Map.of("n", "count(*)")).apply(sales()));

    assertThat(Rows.occurrences(plan, "Exchange hashpartitioning")).isEqualTo(1);
  }

  @Test
  void refusesWhatIsNoAggregate() {
    assertRefused(
        List.of("day"),
        "amount + 1",
        "Cannot aggregate: amount + 1 (it gives a value for each row");
    assertRefused(List.of("day"), "upper(day)", "it gives a value for each row");
    assertRefused(List.of("day"), "1", "it gives a value for each row");
    assertRefused(List.of("day"), "sum(amount) OVER ()", "it gives a value for each row");
    assertRefused(
        List.of("day"),
        "sum(amnt)",
        "no such column: amnt among day, amount, who). Did you mean amount?");
    assertRefused(
        List.of("day"),
        "sum(amount) + amount",
        "Cannot aggregate: sum(amount) + amount (outside of an aggregate stands a column that is not");
    assertRefused(List.of("day"), "max(__sluice_file)", "no such column");
    assertRefused(List.of("dya"), "sum(amount)", "Cannot group by column: dya");
    assertRefused(List.of("x"), "sum(amount)", "Cannot group by column: x");
  }

  @Test
  void refusesOneNameTwice() {
    assertThatThrownBy(() -> Aggregate.by(List.of("day"), Map.of("DAY", "max(day)")).apply(sales()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining("day, DAY");
    assertThatThrownBy(() -> Aggregate.by(List.of("day"), Map.of()).apply(sales()))
        .hasMessageContaining("Cannot aggregate: nothing");
  }

  private static void assertRefused(List<String> groups, String expression, String message) {
    assertThatThrownBy(() -> Aggregate.by(groups, Map.of("v", expression)).apply(sales()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
