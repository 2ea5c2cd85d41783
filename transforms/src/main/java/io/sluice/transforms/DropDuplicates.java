package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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
    return whole ? distinct(rows, columns, all) : first(rows, columns);
  }

  private static Dataset<Row> distinct(Dataset<Row> rows, Columns columns, List<Column> all) {
    columns.fields().forEach(f -> Comparing.require(f.name(), f.dataType()));
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

  private Dataset<Row> first(Dataset<Row> rows, Columns columns) {
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
    List<Column> order = orderBy.stream().map(o -> SortKey.parse(o).over(columns)).toList();
    return new Ranking(columns, Ranking.keys(columns, keys), order).first(rows);
  }
}
