package io.sluice.transforms;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Puts into the plan what a run puts there to count rows, and runs nothing. */
final class PlanningTally implements Tally {

  private int observed;

  @Override
  public boolean counting() {
    return true;
  }

  @Override
  public Dataset<Row> keep(Dataset<Row> rows, Column predicate, String reason) {
    return counted(rows, not(coalesce(predicate, lit(false)))).filter(predicate);
  }

  @Override
  public Dataset<Row> reject(Dataset<Row> rows, Column reasons) {
    return counted(rows, size(reasons).gt(0)).filter(size(reasons).equalTo(0));
  }

  @Override
  public Dataset<Row> added(Dataset<Row> rows, Column predicate, String reason) {
    return counted(rows, predicate);
  }

  private Dataset<Row> counted(Dataset<Row> rows, Column predicate) {
    return rows.observe("counted " + observed++, count(when(predicate, 1)).as("n"));
  }
}
