package io.sluice.jobs.pipeline;

import io.sluice.transforms.Tally;
import io.sluice.transforms.Transform;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Is asked and told, step by step, as a pipeline's steps are applied. */
public interface StepListener {

  /** Counts nothing and changes nothing. */
  StepListener NONE = new StepListener() {};

  /** Returns what the step at {@code index} reports its rows to. */
  default Tally tally(Step step, int index) {
    return Tally.NONE;
  }

  /** Returns the rows to apply the step to: {@code rows}, or those rows observed. */
  default Dataset<Row> before(Step step, int index, Transform transform, Dataset<Row> rows) {
    return rows;
  }

  /** Returns the rows that the step gives: {@code result}, or those rows observed. */
  default Dataset<Row> after(Step step, int index, Transform transform, Dataset<Row> result) {
    return result;
  }
}
