package io.sluice.transforms;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Makes one row of each group of rows, with a column for each of some values of another column.
 *
 * <p>The values are listed, so that the columns are known before data is read. A row with any other
 * value, NULL included, is counted as filtered under {@code not in values}; a group of nothing but
 * such rows does not come out. The column of a value is named after it, and after the aggregate
 * too, {@code jan_total}, where there are several. It holds what the aggregate gives for the rows
 * of the group with that value: for no row NULL, or 0 where it counts. An aggregate is one call,
 * {@code sum(amount)}, {@code count(DISTINCT sku)}, {@code max(x) FILTER (WHERE paid)}. NULL is a
 * group of its own, NaN too. Lineage ends.
 *
 * <p><b>Cost:</b> one shuffle on the group's columns, after each partition has aggregated its own
 * rows; {@code count(DISTINCT)} takes more.
 *
 * <pre>{@code
 * Pivot.by(
 *         List.of("sku"), "month", List.of("jan", "feb"), Map.of("total", "sum(amount)"))
 *     .apply(sales);
 * }</pre>
 */
public final class Pivot implements Transform {

  private static final String PLACE = Lineage.PREFIX + "place";

  private final List<String> groupBy;
  private final String column;
  private final List<String> values;
  private final Map<String, String> aggregates;

  private Pivot(
      List<String> groupBy, String column, List<String> values, Map<String, String> aggregates) {
    this.groupBy = List.copyOf(groupBy);
    this.column = Objects.requireNonNull(column, "column");
    this.values = List.copyOf(values);
    this.aggregates = Collections.unmodifiableMap(new LinkedHashMap<>(aggregates));
  }

  /**
   * Pivots a column.
   *
   * @param groupBy the paths of the columns that make a group; none for one group of all rows
   * @param column the path of the column whose values become columns
   * @param values which of its values, written as text
   * @param aggregates from a name to an aggregate; a {@link LinkedHashMap}, where the order matters
   */
  public static Pivot by(
      List<String> groupBy, String column, List<String> values, Map<String, String> aggregates) {
    return new Pivot(groupBy, column, values, aggregates);
  }

  @Override
  public String name() {
    return "pivot";
  }

  @Override
  public Accounting accounting() {
    return Accounting.AGGREGATES;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    if (values.isEmpty()) {
      throw TransformErrors.nothingGiven("pivot", "the list of values is empty");
    }
    if (aggregates.isEmpty()) {
      throw TransformErrors.nothingGiven("pivot", "there is no aggregate");
    }
    Columns columns = Columns.of(rows, "group by");
    Expressions expressions = Expressions.over(rows, columns);
    List<Column> groups = new ArrayList<>();
    List<String> names = new ArrayList<>();
    Ranking.keys(columns, groupBy);
    for (String path : groupBy) {
      Columns.Found found = columns.find(path);
      groups.add(found.column().as(found.path().last()));
      names.add(found.path().last());
    }
    Dataset<Row> listed =
        tally.keep(rows.withColumn(PLACE, place(rows, columns)), col(PLACE).gt(0), "not in values");
    List<Column> pivoted = new ArrayList<>();
    aggregates.forEach((name, text) -> requireAggregate(expressions, groups, text));
    for (int i = 0; i < values.size(); i++) {
      for (Map.Entry<String, String> aggregate : aggregates.entrySet()) {
        String suffix = FieldPath.parse(aggregate.getKey()).last();
        String name = aggregates.size() == 1 ? values.get(i) : values.get(i) + "_" + suffix;
        names.add(name);
        pivoted.add(at(i + 1, expressions.text(aggregate.getValue())).as(name));
      }
    }
    requireFree(columns, names);
    return grouped(listed, groups, pivoted);
  }

  /** Returns which of the values a row has, the first being 1; 0 for none of them. */
  private Column place(Dataset<Row> rows, Columns columns) {
    Columns.Found found = columns.find(column);
    if (new LinkedHashSet<>(values).size() < values.size()) {
      throw TransformErrors.cannot(
          "pivot column", column, "a value is listed twice", "Name each value once.");
    }
    Column[] constants =
        values.stream()
            .map(
                text ->
                    Constants.of(rows.sparkSession(), text, found.type())
                        .orElseThrow(
                            () ->
                                TransformErrors.cannot(
                                    "pivot column",
                                    column,
                                    "'" + text + "' is not " + TypeNames.article(found.type()),
                                    "List values of the column's type.")))
            .toArray(Column[]::new);
    return coalesce(array_position(array(constants), found.column()), lit(0L));
  }

  private static void requireAggregate(
      Expressions expressions, List<Column> groups, String aggregate) {
    if (FunctionCall.parse(aggregate).isEmpty() || expressions.areValues(List.of(aggregate))) {
      throw TransformErrors.cannot(
          "pivot with",
          aggregate,
          "it is not the call of one aggregate",
          "Name a call such as sum(...), and compute with its results in derive.");
    }
    expressions.translated(
        "pivot with",
        aggregate,
        () -> grouped(expressions.visible(), groups, List.of(expr(expressions.text(aggregate)))));
  }

  /** Returns an aggregate over the rows with the value of this place alone. */
  private static Column at(int place, String aggregate) {
    FunctionCall call = FunctionCall.parse(aggregate).orElseThrow();
    String own = call.filter().map(f -> "(" + f + ") AND ").orElse("");
    return expr(call.call() + " FILTER (WHERE " + own + PLACE + " = " + place + ")");
  }

  private static void requireFree(Columns columns, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      if (Lineage.isLineage(names.get(i))) {
        throw TransformErrors.reserved("pivot into column", names.get(i));
      }
      for (String other : names.subList(0, i)) {
        if (columns.same(names.get(i), other)) {
          throw TransformErrors.taken("pivot into column", names.get(i), "another column");
        }
      }
    }
  }

  private static Dataset<Row> grouped(
      Dataset<Row> rows, List<Column> groups, List<Column> aggregates) {
    Column[] rest = aggregates.subList(1, aggregates.size()).toArray(Column[]::new);
    return rows.groupBy(groups.toArray(Column[]::new)).agg(aggregates.get(0), rest);
  }
}
