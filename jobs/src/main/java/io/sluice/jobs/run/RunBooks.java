package io.sluice.jobs.run;

import io.sluice.jobs.pipeline.Pipeline;
import io.sluice.jobs.pipeline.Step;
import io.sluice.jobs.pipeline.StepListener;
import io.sluice.transforms.Tally;
import io.sluice.transforms.Transform;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Opens the books of each step as a pipeline's steps are applied. */
final class RunBooks implements StepListener {

  private final Books books;
  private String last;
  private Tally tally = Tally.NONE;

  RunBooks(Books books, Pipeline pipeline) {
    this.books = books;
    this.last = pipeline.firstInput();
  }

  @Override
  public Dataset<Row> before(Step step, int index, Transform transform, Dataset<Row> rows) {
    String flow = step.as().orElse("#" + index);
    tally =
        books.step(
            step.name(),
            step.transform(),
            step.from().orElse(last),
            step.arguments().inputs(),
            flow,
            transform.accounting());
    last = flow;
    return rows;
  }

  @Override
  public Tally tally(Step step, int index) {
    return tally;
  }

  @Override
  public Dataset<Row> after(Step step, int index, Transform transform, Dataset<Row> result) {
    return books.leaving(result);
  }
}
