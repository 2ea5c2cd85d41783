package io.sluice.jobs.run;

import io.sluice.jobs.pipeline.Result;
import io.sluice.jobs.pipeline.StepListener;
import io.sluice.transforms.Tally;
import io.sluice.transforms.Transform;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Opens the books of each result as a pipeline's steps are applied. */
final class RunBooks implements StepListener {

  private final Books books;
  private Tally tally = Tally.NONE;

  RunBooks(Books books) {
    this.books = books;
  }

  @Override
  public Dataset<Row> before(Result result, Transform transform, Dataset<Row> rows) {
    tally =
        books.step(
            result.name(),
            result.step().transform(),
            result.from(),
            result.takes(),
            result.flow(),
            transform.accounting());
    return rows;
  }

  @Override
  public Tally tally(Result result) {
    return tally;
  }

  @Override
  public Dataset<Row> after(Result result, Transform transform, Dataset<Row> rows) {
    return books.leaving(rows);
  }
}
