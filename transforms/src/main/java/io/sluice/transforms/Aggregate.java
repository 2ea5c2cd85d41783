package io.sluice.transforms;

import static org.apache.spark.sql.functions.expr;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Makes one row of each group of rows, with named SQL aggregates over the group.
 *
 * <p>Any aggregate of Spark SQL will do: {@code sum}, {@code avg}, {@code count}, {@code
 * count(DISTINCT x)}, {@code min}, {@code max}, {@code median}, {@code percentile(x, 0.9)}, also
 * with {@code FILTER (WHERE ...)}. The group's columns come first, then the expressions in order.
 * NULL is a group of its own, NaN too. Without group columns there is one group, and one row even
 * when there are no rows. Lineage ends.
 *
 * <p><b>Cost:</b> one shuffle on the group's columns, after each partition has aggregated its own
 * rows; {@code count(DISTINCT)} takes another.
 *
 * <pre>{@code
 * Aggregate.by(List.of("sale_date"), Map.of("total", "sum(sale_amount)")).apply(sales);
 * }</pre>
 */
public final class Aggregate implements Transform {

  private final List<String> groupBy;
  private final Map<String, String> expressions;

  private Aggregate(List<String> groupBy, Map<String, String> expressions) {
    this.groupBy = List.copyOf(groupBy);
    this.expressions = Collections.unmodifiableMap(new LinkedHashMap<>(expressions));
  }

  /**
   * Aggregates over groups.
   *
   * @param groupBy the paths of the columns that make a group; none for one group of all rows
   * @param namedExpressions from the name of a column to its aggregate; a {@link LinkedHashMap},
   *     where the order matters
   */
  public static Aggregate by(List<String> groupBy, Map<String, String> namedExpressions) {
    return new Aggregate(groupBy, namedExpressions);
  }

  @Override
  public String name() {
    return "aggregate";
  }

  @Override
  public Accounting accounting() {
    return Accounting.AGGREGATES;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    if (expressions.isEmpty()) {
      throw TransformErrors.nothingGiven("aggregate", "there is no expression");
    }
    Columns columns = Columns.of(rows, "group by");
    Expressions values = Expressions.over(rows, columns);
    List<Column> groups = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (String path : groupBy) {
      Columns.Found found = columns.find(path);
      if (!Comparing.comparable(found.type())) {
        throw TransformErrors.cannot(
            "group by column",
            path,
            TypeNames.of(found.type()) + " holds a map, and maps cannot be compared",
            "Group by a part of it.");
      }
      groups.add(found.column().as(found.path().last()));
      names.add(found.path().last());
    }
    Map<String, Column> aggregates = new LinkedHashMap<>();
    expressions.forEach(
        (given, expression) -> {
          String name = FieldPath.parse(given).last();
          if (Lineage.isLineage(name)) {
            throw TransformErrors.reserved("aggregate into column", given);
          }
          names.add(name);
          aggregates.put(name, aggregate(values, groups, expression).as(name));
        });
    Columns.of(rows, "aggregate into").requireDistinct(names);
    return grouped(values, groups, List.copyOf(aggregates.values()));
  }

  private static Column aggregate(Expressions values, List<Column> groups, String expression) {
    if (values.areValues(List.of(expression))) {
      throw TransformErrors.cannot(
          "aggregate",
          expression,
          "it gives a value for each row, not one for the group",
          "Wrap it in an aggregate such as max(...), or name it in group_by.");
    }
    Column value = expr(values.text(expression));
    values.translated("aggregate", expression, () -> grouped(values, groups, List.of(value)));
    return value;
  }

  private static Dataset<Row> grouped(
      Expressions values, List<Column> groups, List<Column> aggregates) {
    Column[] rest = aggregates.subList(1, aggregates.size()).toArray(Column[]::new);
    return values.visible().groupBy(groups.toArray(Column[]::new)).agg(aggregates.get(0), rest);
  }
}
