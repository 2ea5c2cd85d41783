package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/**
 * Keeps one row of those that are equal, either as a whole or in their keys.
 *
 * <p>NULL equals NULL, NaN equals NaN and -0.0 equals 0.0: rows with NULL keys are a group like any
 * other. Of the rows with equal keys, the first in the given order stays; where the order ties, all
 * other columns decide, so that every run keeps the same row. In the order, NULLs come first
 * ascending and last descending, unless it says {@code nulls first} or {@code nulls last}. Columns
 * that hold maps cannot be compared and are an error, unless they are neither keys nor order.
 *
 * <p><b>Cost:</b> one shuffle: of the rows on all columns, whole; on the keys, keyed, where each
 * partition sends only its own first row of a key.
 *
 * <pre>{@code
 * DropDuplicates.by(List.of("customerId"), List.of("ts desc")).apply(customers);
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> with keys an order is required, for otherwise it is chance which row
 * stays.
 */
public final class DropDuplicates implements Transform {

  private static final String RANK = Lineage.PREFIX + "rank";
  private static final String ORIGIN = Lineage.PREFIX + "origin";

  private final boolean whole;
  private final List<String> keys;
  private final List<String> orderBy;

  private DropDuplicates(boolean whole, List<String> keys, List<String> orderBy) {
    this.whole = whole;
    this.keys = List.copyOf(keys);
    this.orderBy = List.copyOf(orderBy);
  }

  /** Keeps one of the rows that are equal in all columns. */
  public static DropDuplicates wholeRows() {
    return new DropDuplicates(true, List.of(), List.of());
  }

  /**
   * Keeps the first of the rows with equal keys.
   *
   * @param keys the paths of the key columns
   * @param orderBy what comes first: {@code ts desc}, {@code seq}, {@code ts desc nulls first}
   */
  public static DropDuplicates by(List<String> keys, List<String> orderBy) {
    return new DropDuplicates(false, keys, orderBy);
  }

  @Override
  public String name() {
    return "drop_duplicates";
  }

  @Override
  public Accounting accounting() {
    return Accounting.DEDUPLICATES;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    Columns columns = Columns.of(rows, "compare");
    List<Column> all = columns.all();
    return whole ? distinct(rows, columns, all) : first(rows, columns, all);
  }

  private static Dataset<Row> distinct(Dataset<Row> rows, Columns columns, List<Column> all) {
    columns.fields().forEach(f -> requireComparable(f.name(), f.dataType()));
    if (columns.lineage().isEmpty()) {
      return rows.distinct();
    }
    // Rows that differ in nothing but where they came from are one; the least origin stays.
    Column[] origins = columns.withLineage(List.of());
    Dataset<Row> groups =
        rows.groupBy(all.toArray(Column[]::new)).agg(min(struct(origins)).as(ORIGIN));
    List<Column> out = new ArrayList<>(all);
    columns.lineage().forEach(name -> out.add(col(ORIGIN).getField(name).as(name)));
    return groups.select(out.toArray(Column[]::new));
  }

  private Dataset<Row> first(Dataset<Row> rows, Columns columns, List<Column> all) {
    if (keys.isEmpty()) {
      throw TransformErrors.nothingGiven("drop duplicates", "the list of keys is empty");
    }
    if (orderBy.isEmpty()) {
      throw TransformErrors.cannot(
          "drop duplicates by",
          String.join(", ", keys),
          "without an order it is chance which row stays",
          "Say which comes first, such as updated_at desc.");
    }
    List<Column> partition = new ArrayList<>();
    for (String key : keys) {
      Columns.Found found = columns.find(key);
      requireComparable(key, found.type());
      partition.add(found.column());
    }
    List<Column> order = new ArrayList<>();
    orderBy.forEach(o -> order.add(SortKey.parse(o).over(columns)));
    for (StructField field : columns.fields()) {
      Column column = col(FieldPath.quote(field.name()));
      order.add(Comparing.ordered(field.dataType()) ? column : to_json(struct(column)));
    }
    order.addAll(List.of(columns.withLineage(List.of())));
    Column rank =
        row_number()
            .over(
                Window.partitionBy(partition.toArray(Column[]::new))
                    .orderBy(order.toArray(Column[]::new)));
    return rows.withColumn(RANK, rank)
        .filter(col(RANK).equalTo(1))
        .select(columns.withLineage(all));
  }

  private static void requireComparable(String name, DataType type) {
    if (!Comparing.comparable(type)) {
      throw TransformErrors.cannot(
          "compare column",
          name,
          TypeNames.of(type) + " holds a map, and maps cannot be compared",
          "Give keys without it, or turn it into an array with derive and map_entries.");
    }
  }
}
