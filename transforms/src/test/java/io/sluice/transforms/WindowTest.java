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
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {

  private static Dataset<Row> visits() {
    return Rows.sql(
        "SELECT * FROM VALUES ('u', 2, 'b', 20, 'f'), ('u', 1, 'a', 10, 'f'), ('u', 2, 'c', 30, 'f'),"
            + " ('u', 4, 'd', NULL, 'f'), (NULL, 1, 'x', 1, 'g'), (NULL, 2, 'y', 2, 'g')"
            + " AS t(user, ts, page, amount, __sluice_file)");
  }

  private static Map<String, String> columns(String... namesAndCalls) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < namesAndCalls.length; i += 2) {
      columns.put(namesAndCalls[i], namesAndCalls[i + 1]);
    }
    return columns;
  }

  @Test
  void addsColumnsThatLookAtOtherRows() {
    Map<String, String> columns =
        columns(
            "running", "count(*)", "prev", "lag(page)", "place", "rank()", "total", "sum(amount)");
    Dataset<Row> result = Window.over(List.of("User"), List.of("ts"), columns).apply(visits());

    assertThat(Rows.schema(result))
        .isEqualTo(
            "user string, ts int, page string, amount int, running bigint, prev string, place int,"
                + " total bigint, __sluice_file string");
    assertThat(Rows.of(result))
        .containsExactlyInAnyOrder(
            "[null,1,x,1,1,null,1,1,g]",
            "[null,2,y,2,2,x,2,3,g]",
            "[u,1,a,10,1,null,1,10,f]",
            "[u,2,b,20,2,a,2,30,f]",
            "[u,2,c,30,3,b,2,60,f]",
            "[u,4,d,null,4,c,4,60,f]");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7})
  void givesTheSameHoweverRowsAreSpreadWhenTheOrderTies(int partitions) {
    Dataset<Row> rows = visits().repartition(partitions).orderBy(functions.rand(partitions));
    Map<String, String> columns =
        columns(
            "n",
            "row_number()",
            "next",
            "lead(page)",
            "half",
            "ntile(2)",
            "all",
            "collect_list(page)");
    Dataset<Row> result =
        Window.over(List.of("user"), List.of("ts desc"), columns)
            .apply(rows)
            .where("user = 'u'")
            .selectExpr("page", "n", "next", "half", "concat_ws('', all)");

    assertThat(Rows.of(result))
        .containsExactlyInAnyOrder(
            "[d,1,b,1,d]", "[b,2,c,1,db]", "[c,3,a,2,dbc]", "[a,4,null,2,dbca]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rank() | 1 2 2 4",
        "dense_rank() | 1 2 2 3",
        "cume_dist() | 0.25 0.75 0.75 1.0",
        "percent_rank() | 0.0 0.3333333333333333 0.3333333333333333 1.0",
        "COUNT_IF(page <> 'b') | 1 1 2 3",
        "lag(amount, 1, 0) | 0 10 20 30",
        "last_value(amount) IGNORE NULLS | 10 20 30 30",
        "max(concat(page, '(', user)) | a(u b(u c(u d(u",
      })
  void takesOneCallOfAnyFunction(String call, String expected) {
    assertThat(values(Window.over(List.of("user"), List.of("ts"), Map.of("v", call))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "rows between 1 preceding and current row, 10 30 50 30",
    "ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING, 30 50 30 null",
    "rows between unbounded preceding and unbounded following, 60 60 60 60",
    "rows between 2 preceding and 1 preceding, null 10 30 50",
    "range between unbounded preceding and current row, 10 60 60 60",
    "range between 1 preceding and current row, 10 60 60 null",
  })
  void seesTheRowsOfItsFrame(String frame, String expected) {
    Window window = Window.over(List.of("user"), List.of("ts"), Map.of("v", "sum(amount)"));

    assertThat(values(window.withFrame(frame))).isEqualTo(expected);
  }

  private static String values(Window window) {
    List<String> values =
        window
            .apply(visits())
            .where("user = 'u'")
            .orderBy("page")
            .select("v")
            .collectAsList()
            .stream()
            .map(r -> String.valueOf(r.get(0)))
            .toList();
    return String.join(" ", values);
  }

  @Test
  void seesTheWholePartitionWithoutAnOrder() {
    Window window = Window.over(List.of("user"), List.of(), Map.of("v", "sum(amount)"));

    assertThat(values(window)).isEqualTo("60 60 60 60");
    assertThat(
            Rows.of(
                Window.over(List.of(), List.of(), Map.of("n", "count(*)"))
                    .apply(visits())
                    .select("n")
                    .distinct()))
        .containsExactly("[6]");
  }

  @Test
  void replacesAColumnWhereItStandsAndShowsTheOldOneToAll() {
    Dataset<Row> rows = Rows.sql("SELECT * FROM VALUES (1, 5), (2, 7) AS t(`a.b`, v)");
    Map<String, String> columns = columns("V", "sum(v)", "`n.m`", "max(v)");
    Dataset<Row> result = Window.over(List.of(), List.of("`a.b`"), columns).apply(rows);

    assertThat(Rows.schema(result)).isEqualTo("a.b int, V bigint, n.m int");
    assertThat(Rows.of(result)).containsExactlyInAnyOrder("[1,5,5]", "[2,12,7]");
  }

  @Test
  void hidesLineageFromStars() {
    Dataset<Row> result =
        Window.over(List.of("user"), List.of("ts"), Map.of("v", "last_value(struct(*))"))
            .apply(visits());

    assertThat(result.schema().apply("v").dataType().catalogString())
        .isEqualTo("struct<user:string,ts:int,page:string,amount:int>");
  }

  @Test
  void shufflesOnceHoweverManyColumns() {
    Dataset<Row> rows = Rows.sql("SELECT id % 5 AS k, id % 7 AS ts, id AS v FROM range(100)");
    Map<String, String> columns =
        columns("a", "rank()", "b", "row_number()", "c", "sum(v)", "d", "lag(v)");
    String plan = Rows.physical(Window.over(List.of("k"), List.of("ts"), columns).apply(rows));

    assertThat(Rows.occurrences(plan, "Exchange hashpartitioning")).isEqualTo(1);
    assertThat(Rows.occurrences(plan, "Exchange")).isEqualTo(1);
  }

  @Test
  void tellsOfNoRow() {
    RecordingTally tally = RecordingTally.asked();
    Window window = Window.over(List.of("user"), List.of(), Map.of("n", "count(*)"));

    assertThat(window.apply(visits(), tally).count()).isEqualTo(6);
    assertThat(tally.calls).isEmpty();
    assertThat(window.accounting()).isEqualTo(Accounting.ROW_FOR_ROW);
    assertThat(window.name()).isEqualTo("window");
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void aRunningTotalEndsAtTheTotal(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = -9, max = 9) Integer> given) {
    Dataset<Row> rows = TestSpark.session().createDataset(given, Encoders.INT()).toDF("v");
    Map<String, String> columns = columns("n", "count(*)", "s", "sum(v)");
    Row last =
        Window.over(List.of(), List.of("v"), columns)
            .apply(rows)
            .orderBy(functions.desc("n"))
            .first();

    assertThat(last.getLong(1)).isEqualTo(given.size());
    assertThat(last.getLong(2)).isEqualTo(given.stream().mapToInt(v -> v).sum());
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertRefused(call("sum(amount) + 1"), "it is not the call of one function");
    assertRefused(call("sum(amount) OVER (PARTITION BY user)"), "not the call of one function");
    assertRefused(call("sum(amount) FILTER (WHERE ts > 1)"), "Spark takes no FILTER over a window");
    assertRefused(call("sum(amount"), "Cannot look at other rows with: sum(amount (");
    assertRefused(call("lag(page) IGNORE"), "not the call of one function");
    assertRefused(call("amount"), "it is not the call of one function");
    assertRefused(call("upper(page)"), "Cannot look at other rows with: upper(page)");
    assertRefused(call("sum(amuont)"), "Did you mean amount?");
    assertRefused(
        Window.over(List.of("usr"), List.of(), Map.of("v", "count(*)")), "Did you mean user?");
    assertRefused(
        Window.over(List.of(), List.of("tss"), Map.of("v", "count(*)")), "Did you mean ts?");
    assertRefused(Window.over(List.of(), List.of(), Map.of("v", "lag(page)")), "Give an order.");
    assertRefused(Window.over(List.of(), List.of(), Map.of("v", "rank()")), "Give an order.");
    assertRefused(Window.over(List.of(), List.of(), Map.of()), "there is no expression");
    assertRefused(Window.over(List.of(), List.of(), Map.of("a.b", "count(*)")), "inside a struct");
    assertRefused(
        Window.over(List.of(), List.of(), Map.of("__sluice_a", "count(*)")), "are reserved");
    assertRefused(
        Window.over(List.of(), List.of(), columns("v", "count(*)", "V", "count(*)")), "V");
    assertRefused(
        call("count(*)").withFrame("the last 3"), "Cannot use frame: the last 3 (it is none)");
    assertRefused(
        call("count(*)").withFrame("rows between 1 following and 1 preceding"),
        "it ends before it begins");
    assertRefused(
        Window.over(List.of(), List.of(), Map.of("v", "count(*)"))
            .withFrame("rows between 1 preceding and current row"),
        "without an order no row is before another");
  }

  private static Window call(String call) {
    return Window.over(List.of("user"), List.of("ts"), Map.of("v", call));
  }

  private static void assertRefused(Transform transform, String message) {
    assertThatThrownBy(() -> transform.apply(visits()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
