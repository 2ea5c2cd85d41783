package io.sluice.transforms;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;

/**
 * Something that may be wrong with a row.
 *
 * @param failure true where it is; where it is not, false or NULL
 * @param reason what the row is rejected for then
 */
record Finding(Column failure, String reason) {

  static Finding of(String failure, String reason) {
    return new Finding(expr(failure), reason);
  }

  /** Returns the reasons of a row, in the order of {@code findings}; empty where none applies. */
  static Column reasons(List<Finding> findings) {
    Column[] reasons = new Column[findings.size()];
    for (int i = 0; i < reasons.length; i++) {
      reasons[i] = when(findings.get(i).failure(), lit(findings.get(i).reason()));
    }
    // The common case, in which nothing is wrong, does without building an array of NULLs.
    Column none = array().cast("array<string>");
    return when(any(findings), array_compact(array(reasons))).otherwise(none);
  }

  /** Balanced, for a long chain of ORs would exhaust the stack of Spark's planner. */
  private static Column any(List<Finding> findings) {
    int size = findings.size();
    return size == 1
        ? findings.get(0).failure()
        : any(findings.subList(0, size / 2)).or(any(findings.subList(size / 2, size)));
  }
}
