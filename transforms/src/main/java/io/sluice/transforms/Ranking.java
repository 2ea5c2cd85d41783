package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.rank;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/**
 * Rows of equal keys in an order. Where the order given ties, all other columns decide, and then
 * where the rows came from, so that nothing is left to chance.
 *
 * @param keys what makes a group
 * @param order which row of a group comes first
 * @param placed whether the rows have a column that says the place of each; see {@link #place}
 */
record Ranking(Columns columns, List<Column> keys, List<Column> order, boolean placed) {

  private static final String RANK = Lineage.PREFIX + "rank";
  private static final String PLACE = Lineage.PREFIX + "place";

  /** How many columns may be named in the orders of all windows of a plan. */
  private static final int NAMED_IN_ORDERS = 4_000;

  Ranking(Columns columns, List<Column> keys, List<Column> order) {
    this(columns, keys, order, false);
  }

  /**
   * Returns this ranking such that so many windows may use {@link #untied}, each of which names all
   * columns. Where that would make a plan that takes minutes to make, the order is found out once,
   * and stands in a column of the rows that {@link #place} returns.
   */
  Ranking forWindows(int windows) {
    boolean many = windows > 1 && (long) windows * columns.fields().size() > NAMED_IN_ORDERS;
    return new Ranking(columns, keys, order, many);
  }

  /** Returns the rows that the windows are to see. */
  Dataset<Row> place(Dataset<Row> rows) {
    return placed ? rows.withColumn(PLACE, new Ranking(columns, keys, order).position()) : rows;
  }

  /** Returns the columns at these paths, which must be such that values can be equal. */
  static List<Column> keys(Columns columns, List<String> paths) {
    List<Column> keys = new ArrayList<>();
    for (String path : paths) {
      Columns.Found found = columns.find(path);
      Comparing.require(path, found.type());
      keys.add(found.column());
    }
    return keys;
  }

  /** Returns the first row of each group. */
  Dataset<Row> first(Dataset<Row> rows) {
    return only(rows, position());
  }

  /**
   * Returns the rows that nothing in the order puts behind another: more than one where it ties.
   */
  Dataset<Row> firstAndTies(Dataset<Row> rows) {
    return only(rows, rank().over(given()));
  }

  /** Returns 1 for the first row of each group, 2 for the next. */
  Column position() {
    return row_number().over(untied());
  }

  /** Returns the rows of a group, none of them before another. */
  WindowSpec unordered() {
    return Window.partitionBy(keys.toArray(Column[]::new));
  }

  /** Returns the rows of a group in the order given; those that tie are peers. */
  WindowSpec given() {
    return window(order);
  }

  /** Returns the rows of a group in an order in which none tie but those equal in all columns. */
  WindowSpec untied() {
    return window(total());
  }

  private Dataset<Row> only(Dataset<Row> rows, Column rank) {
    return rows.withColumn(RANK, rank)
        .filter(col(RANK).equalTo(1))
        .select(columns.withLineage(columns.all()));
  }

  private WindowSpec window(List<Column> by) {
    return unordered().orderBy(by.toArray(Column[]::new));
  }

  private List<Column> total() {
    if (placed) {
      return List.of(col(PLACE));
    }
    List<Column> by = new ArrayList<>(order);
    for (StructField field : columns.fields()) {
      by.add(sortable(col(FieldPath.quote(field.name())), field.dataType()));
    }
    by.addAll(List.of(columns.withLineage(List.of())));
    return by;
  }

  /** Returns {@code column} itself, or what stands for it where Spark cannot compare its values. */
  static Column sortable(Column column, DataType type) {
    if (Comparing.ordered(type)) {
      return column;
    }
    Column canonical = Canonical.of(column, type);
    return Comparing.sortable(type) ? canonical : to_json(struct(canonical.as("v")));
  }
}
