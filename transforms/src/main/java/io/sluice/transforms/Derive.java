package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Adds columns computed by SQL expressions, in order; later ones see earlier ones.
 *
 * <p>A column that exists is replaced where it stands; expressions before it in the list still see
 * the old one, those after it the new one. New columns come last, in the order of the list. An
 * expression gives one value a row: aggregates and {@code explode} are refused.
 *
 * <p><b>Cost:</b> narrow, unless an expression holds a window function. As many projections as
 * expressions build on one another, one if none does.
 *
 * <pre>{@code
 * Derive.of("body_length", "length(body)").apply(posts);
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> SQL expressions take the place of the function that Glue's Map calls
 * with each record.
 */
public final class Derive implements Transform {

  private final Map<String, String> expressions;

  private Derive(Map<String, String> expressions) {
    this.expressions = Collections.unmodifiableMap(new LinkedHashMap<>(expressions));
  }

  /**
   * Derives one column.
   *
   * @param name the column's name; one that holds dots stands between backticks
   */
  public static Derive of(String name, String expression) {
    return new Derive(Map.of(name, expression));
  }

  /**
   * Derives columns in the order of the map.
   *
   * @param expressions from the name of a column to its expression; a {@link LinkedHashMap}, where
   *     the order matters
   */
  public static Derive of(Map<String, String> expressions) {
    return new Derive(expressions);
  }

  @Override
  public String name() {
    return "derive";
  }

  @Override
  public Accounting accounting() {
    return Accounting.ROW_FOR_ROW;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    if (expressions.isEmpty()) {
      throw TransformErrors.nothingGiven("derive columns", "the list of expressions is empty");
    }
    Columns columns = Columns.of(rows, "derive");
    columns.requireDistinct(columns.names());
    List<Derived> derived = Derived.inLayers(expressions, columns);
    int last = derived.stream().mapToInt(Derived::layer).max().orElseThrow();
    Dataset<Row> result = rows;
    for (int layer = 0; layer <= last; layer++) {
      result = project(result, columns, derived, layer);
    }
    return result;
  }

  /** Computes one layer: the first columns in their places, then the new ones in order. */
  private static Dataset<Row> project(
      Dataset<Row> rows, Columns first, List<Derived> derived, int layer) {
    Expressions expressions = Expressions.over(rows, Columns.of(rows, "derive"));
    expressions.requireValues(
        "derive column from",
        derived.stream().filter(d -> d.layer() == layer).map(Derived::expression).toList());
    Map<String, Column> made = new HashMap<>();
    for (Derived d : derived) {
      if (d.layer() <= layer) {
        Column value =
            d.layer() == layer
                ? expr(expressions.text(d.expression()))
                : col(FieldPath.quote(d.name()));
        made.put(first.fold(d.name()), value.as(d.name()));
      }
    }
    List<Column> out =
        first.names().stream()
            .map(n -> made.getOrDefault(first.fold(n), col(FieldPath.quote(n))))
            .collect(Collectors.toCollection(ArrayList::new));
    derived.stream()
        .filter(d -> d.layer() <= layer && !first.has(d.name()))
        .forEach(d -> out.add(made.get(first.fold(d.name()))));
    return rows.select(first.withLineage(out));
  }
}
