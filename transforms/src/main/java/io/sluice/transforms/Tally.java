package io.sluice.transforms;

import static org.apache.spark.sql.functions.size;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Is told by a transform of each row that does not simply pass: the books of a run.
 *
 * <p>A transform that leaves rows out does so through its tally, which may count them on the way,
 * in the same pass that moves the data. A transform that drops a row behind its tally's back makes
 * the books of the run fail to balance.
 */
public interface Tally {

  /** Counts nothing and adds nothing to the plan: rows that do not pass are left out. */
  Tally NONE =
      new Tally() {
        @Override
        public boolean counting() {
          return false;
        }

        @Override
        public Dataset<Row> keep(Dataset<Row> rows, Column predicate, String reason) {
          return rows.filter(predicate);
        }

        @Override
        public Dataset<Row> reject(Dataset<Row> rows, Column reasons) {
          return rows.filter(size(reasons).equalTo(0));
        }

        @Override
        public Dataset<Row> added(Dataset<Row> rows, Column predicate, String reason) {
          return rows;
        }
      };

  /**
   * Returns whether rows are counted. Where counting needs a costlier plan (an outer join, to see
   * the misses of an inner one), a transform may ask first.
   */
  boolean counting();

  /**
   * Keeps the rows for which {@code predicate} is true; the others, NULL included, are counted as
   * filtered under {@code reason}.
   *
   * @param reason what the ledger calls the rows left out, such as the predicate's own text
   */
  Dataset<Row> keep(Dataset<Row> rows, Column predicate, String reason);

  /**
   * Keeps the rows for which {@code predicate} is true; the others, NULL included, stand for
   * something that a kept row stands for as well, and are counted as deduplicated under {@code
   * reason}.
   */
  default Dataset<Row> distinct(Dataset<Row> rows, Column predicate, String reason) {
    return keep(rows, predicate, reason);
  }

  /**
   * Keeps the rows whose {@code reasons} are empty; the others are set aside as rejected, with all
   * their reasons.
   *
   * @param reasons an expression of type {@code array<string>}, never NULL, without NULL elements
   */
  Dataset<Row> reject(Dataset<Row> rows, Column reasons);

  /**
   * Passes every row on, and counts those for which {@code predicate} is true as brought in by this
   * step.
   */
  Dataset<Row> added(Dataset<Row> rows, Column predicate, String reason);
}
