package io.sluice.transforms;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One step from rows to rows.
 *
 * <p>A transform is immutable and holds no session, file or connection; it may be applied to any
 * number of frames. Applying it only builds a plan: nothing is read until an action runs. What is
 * wrong with its arguments (a column that is missing, a clash of names, a type that cannot be cast)
 * is thrown when it is applied, as {@link InvalidTransformException}, and so before any data is
 * read.
 *
 * <p>Columns whose names begin with {@link Lineage#PREFIX} say where a row came from. A transform
 * that turns one row into one row carries them along; see {@link Lineage}.
 *
 * <pre>{@code
 * Dataset<Row> cleaned =
 *     ApplyMapping.of(Mapping.of("userId", "int", "UserID", "int"))
 *         .then(Filter.where("UserID NOT IN (1, 3, 7)"))
 *         .apply(posts);
 * }</pre>
 */
public interface Transform {

  /**
   * Returns the name of the step in a pipeline file, in snake_case, such as {@code drop_fields}.
   */
  String name();

  /** Returns how the number of rows that leave relates to the number that enter. */
  Accounting accounting();

  /**
   * Applies this transform and reports to {@code tally} each row it leaves out or sets aside.
   *
   * @param rows the rows to transform
   * @param tally what is told of the rows that do not pass; {@link Tally#NONE} when nobody asks
   * @return the rows that pass
   * @throws InvalidTransformException when an argument does not fit the schema of {@code rows}
   */
  Dataset<Row> apply(Dataset<Row> rows, Tally tally);

  /**
   * Applies this transform, telling nobody of the rows that do not pass.
   *
   * @throws InvalidTransformException when an argument does not fit the schema of {@code rows}
   */
  default Dataset<Row> apply(Dataset<Row> rows) {
    return apply(rows, Tally.NONE);
  }

  /** Returns the transform that applies this one and then {@code next}. */
  default Transform then(Transform next) {
    return Chain.of(this, next);
  }
}
