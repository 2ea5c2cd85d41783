package io.sluice.transforms;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A reason for which rows are rejected.
 *
 * @param failed true where it holds; NULL is as good as false
 * @param reason a text, or NULL where none applies after all
 */
record Rejection(Column failed, Column reason) {

  static Rejection of(Column failed, String reason) {
    return new Rejection(failed, lit(reason));
  }

  /** Returns the rows for which none of these holds. */
  static Dataset<Row> apply(Dataset<Row> rows, List<Rejection> rejections, Tally tally) {
    if (rejections.isEmpty()) {
      return rows;
    }
    Column[] reasons =
        rejections.stream().map(r -> when(r.failed, r.reason)).toArray(Column[]::new);
    // The common case, in which nothing failed, does without building an array of NULLs.
    Column failed = any(rejections.stream().map(r -> coalesce(r.failed, lit(false))).toList());
    Column none = array().cast("array<string>");
    return tally.reject(rows, when(failed, array_compact(array(reasons))).otherwise(none));
  }

  /** Balanced, for a long chain of ORs would exhaust the stack of Spark's planner. */
  private static Column any(List<Column> predicates) {
    int size = predicates.size();
    return size == 1
        ? predicates.get(0)
        : any(predicates.subList(0, size / 2)).or(any(predicates.subList(size / 2, size)));
  }
}
