package io.sluice.jobs.pipeline;

import io.sluice.transforms.Tally;
import io.sluice.transforms.Transform;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Is asked and told, step by step, as a pipeline's steps are applied. */
public interface StepListener {

  /** Counts nothing and changes nothing. */
  StepListener NONE = new StepListener() {};

  /** Returns what the step reports its rows to, in making {@code result}. */
  default Tally tally(Result result) {
    return Tally.NONE;
  }

  /** Returns the rows to apply the step to: {@code rows}, or those rows observed. */
  default Dataset<Row> before(Result result, Transform transform, Dataset<Row> rows) {
    return rows;
  }

  /** Returns the rows that the step gives: {@code rows}, or those rows observed. */
  default Dataset<Row> after(Result result, Transform transform, Dataset<Row> rows) {
    return rows;
  }
}
