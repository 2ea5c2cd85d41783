package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Adds columns that look at other rows of the same partition: running totals, ranks, the value of
 * the row before.
 *
 * <p>Each column is the call of one aggregate or window function, {@code sum(amount)}, {@code
 * lag(price) IGNORE NULLS}, without OVER; what is to be done with its result is for derive to do.
 * All see the rows as they came. A column that exists is replaced where it stands.
 *
 * <p>Nothing is left to chance where the order ties:
 *
 * <ul>
 *   <li>{@code rank}, {@code dense_rank}, {@code percent_rank} and {@code cume_dist} give rows that
 *       tie the same value.
 *   <li>{@code row_number}, {@code ntile}, {@code lag} and {@code lead}, and aggregates over a
 *       frame of rows, put rows that tie in the order of all their other columns.
 *   <li>Aggregates over a {@code range} take rows that tie together. Which of them {@code
 *       first_value}, {@code last_value} or {@code collect_list} meets first is then undecided.
 * </ul>
 *
 * <p>Without an order an aggregate sees the whole partition; with one, the rows from the first to
 * the current, unless {@link #withFrame} says otherwise: of SQL's two readings of a running total
 * the one that counts rows that tie one after the other. NULLs come first ascending and last
 * descending, unless the order says {@code nulls first} or {@code nulls last}. NULL keys are a
 * partition like any other, NaN too; without keys all rows are one, which a single task computes.
 *
 * <p><b>Cost:</b> one shuffle on the partition's keys, however many columns. Where many columns are
 * added to very wide rows, one more sort within the partitions, so that the plan stays small.
 *
 * <pre>{@code
 * Window.over(List.of("user"), List.of("ts"), Map.of("running", "count(*)", "prev", "lag(page)"))
 *     .apply(visits);
 * }</pre>
 */
public final class Window implements Transform {

  private static final Set<String> OF_PEERS =
      Set.of("rank", "dense_rank", "percent_rank", "cume_dist");
  private static final Set<String> OF_PLACES = Set.of("row_number", "ntile", "lag", "lead");

  private final List<String> partitionBy;
  private final List<String> orderBy;
  private final Map<String, String> expressions;
  private final Optional<String> frame;

  private Window(
      List<String> partitionBy,
      List<String> orderBy,
      Map<String, String> expressions,
      Optional<String> frame) {
    this.partitionBy = List.copyOf(partitionBy);
    this.orderBy = List.copyOf(orderBy);
    this.expressions = Collections.unmodifiableMap(new LinkedHashMap<>(expressions));
    this.frame = frame;
  }

  /**
   * Adds columns.
   *
   * @param partitionBy the paths of the columns that make a partition; none for one of all rows
   * @param orderBy the order within a partition: {@code ts}, {@code amount desc}; may be empty
   * @param expressions from the name of a column to the call it is computed by; a {@link
   *     LinkedHashMap}, where the order matters
   */
  public static Window over(
      List<String> partitionBy, List<String> orderBy, Map<String, String> expressions) {
    return new Window(partitionBy, orderBy, expressions, Optional.empty());
  }

  /**
   * Says which rows an aggregate sees.
   *
   * @param frame as in SQL: {@code rows between 6 preceding and current row}, {@code range between
   *     unbounded preceding and current row}
   */
  public Window withFrame(String frame) {
    return new Window(partitionBy, orderBy, expressions, Optional.of(frame));
  }

  @Override
  public String name() {
    return "window";
  }

  @Override
  public Accounting accounting() {
    return Accounting.ROW_FOR_ROW;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    if (expressions.isEmpty()) {
      throw TransformErrors.nothingGiven("look at other rows", "there is no expression");
    }
    Columns columns = Columns.of(rows, "partition by");
    columns.requireDistinct(columns.names());
    Optional<WindowFrame> asked = frame.map(WindowFrame::parse);
    if (asked.isPresent() && orderBy.isEmpty()) {
      throw TransformErrors.cannot(
          "use frame", frame.get(), "without an order no row is before another", "Give an order.");
    }
    List<Column> order = orderBy.stream().map(o -> SortKey.parse(o).over(columns)).toList();
    Ranking ranking =
        new Ranking(columns, Ranking.keys(columns, partitionBy), order)
            .forWindows(order.isEmpty() ? 0 : expressions.size());
    Dataset<Row> ordered = ranking.place(rows);
    Expressions values = Expressions.over(rows, columns);
    Map<String, Column> made = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    expressions.forEach(
        (given, expression) -> {
          String name = newName(given);
          WindowSpec spec = spec(expression, ranking, asked);
          Column value =
              values.translated(
                  "look at other rows with",
                  expression,
                  () -> {
                    Column computed = expr(values.text(expression)).over(spec).as(name);
                    ordered.select(computed);
                    return computed;
                  });
          names.add(name);
          made.put(columns.fold(name), value);
        });
    columns.requireDistinct(names);
    List<Column> out = new ArrayList<>();
    for (String name : columns.names()) {
      Column replaced = made.remove(columns.fold(name));
      out.add(replaced == null ? col(FieldPath.quote(name)) : replaced);
    }
    out.addAll(made.values());
    return ordered.select(columns.withLineage(out));
  }

  private static String newName(String given) {
    FieldPath path = FieldPath.parse(given);
    if (path.nested()) {
      throw TransformErrors.nested("add", given);
    }
    if (Lineage.isLineage(path.last())) {
      throw TransformErrors.reserved("add column", given);
    }
    return path.last();
  }

  private WindowSpec spec(String expression, Ranking ranking, Optional<WindowFrame> asked) {
    FunctionCall call =
        FunctionCall.parse(expression)
            .orElseThrow(
                () ->
                    TransformErrors.cannot(
                        "look at other rows with",
                        expression,
                        "it is not the call of one function",
                        "Name the call here, without OVER, and compute with its result in derive."));
    if (call.filter().isPresent()) {
      throw TransformErrors.cannot(
          "look at other rows with",
          expression,
          "Spark takes no FILTER over a window",
          "Write it with CASE WHEN, or as count_if(...).");
    }
    String function = call.name();
    boolean peers = OF_PEERS.contains(function);
    boolean places = OF_PLACES.contains(function);
    if (orderBy.isEmpty() && (peers || places)) {
      throw TransformErrors.cannot(
          "look at other rows with",
          expression,
          "without an order no row is before another",
          "Give an order.");
    }
    if (orderBy.isEmpty()) {
      return ranking.unordered();
    }
    if (peers || places) {
      return peers ? ranking.given() : ranking.untied();
    }
    return asked.orElse(WindowFrame.RUNNING).over(ranking);
  }
}
