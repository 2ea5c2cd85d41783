package io.sluice.transforms;

import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps the rows for which a predicate is true.
 *
 * <p>The predicate says what is <em>kept</em>. Where it is NULL, because a column it looks at is,
 * the row is not kept: {@code UserID NOT IN (1, 3, 7)} drops rows without a UserID; write {@code
 * UserID IS NULL OR ...} to keep them. Rows left out are counted under the predicate's own text.
 *
 * <p><b>Cost:</b> narrow. When nobody counts, the predicate reaches the files' row groups.
 *
 * <pre>{@code
 * Filter.where("UserID NOT IN (1, 3, 7)").apply(posts);
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> the predicate is an SQL expression and not a function.
 */
public final class Filter implements Transform {

  private final String predicate;

  private Filter(String predicate) {
    this.predicate = Objects.requireNonNull(predicate, "predicate").strip();
  }

  /** Keeps the rows for which this SQL expression is true. */
  public static Filter where(String predicate) {
    return new Filter(predicate);
  }

  @Override
  public String name() {
    return "filter";
  }

  @Override
  public Accounting accounting() {
    return Accounting.ROW_FOR_ROW;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    return tally.keep(rows, Predicates.over(rows, "filter", "filter by", predicate), predicate);
  }
}
