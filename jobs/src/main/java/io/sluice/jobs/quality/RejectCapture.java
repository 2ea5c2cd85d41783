package io.sluice.jobs.quality;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;

import io.sluice.transforms.Lineage;
import io.sluice.transforms.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Catches the rows that steps reject, as they were read.
 *
 * <p>Where a row's way back to its file is lost (after a join's right side, a grouping, a query),
 * its own columns stand in for the text of the record.
 */
public final class RejectCapture implements Tally {

  /** Which of the places where rows are rejected to catch at. */
  public enum Where {
    /** Where the rows still carry the text they were read from. */
    TRACED,
    /** Where they do not. */
    UNTRACED
  }

  private static final String MARK = Lineage.PREFIX + "mark";

  private final Where where;
  private final List<Dataset<Row>> caught = new ArrayList<>();

  public RejectCapture(Where where) {
    this.where = where;
  }

  /** Returns what was caught, one frame a place, in the columns of {@link Quarantine}. */
  public List<Dataset<Row>> caught() {
    return caught;
  }

  @Override
  public boolean counting() {
    return true;
  }

  @Override
  public Dataset<Row> keep(Dataset<Row> rows, Column predicate, String reason) {
    return rows.filter(predicate);
  }

  @Override
  public Dataset<Row> reject(Dataset<Row> rows, Column reasons) {
    Dataset<Row> marked = rows.withColumn(MARK, reasons);
    boolean traced = Arrays.asList(rows.columns()).contains(Lineage.RAW);
    if (traced == (where == Where.TRACED)) {
      Dataset<Row> bad = marked.filter(size(col(MARK)).gt(0));
      caught.add(traced ? traced(bad) : untraced(bad));
    }
    return marked.filter(size(col(MARK)).equalTo(0)).drop(MARK);
  }

  @Override
  public Dataset<Row> added(Dataset<Row> rows, Column predicate, String reason) {
    return rows;
  }

  private static Dataset<Row> traced(Dataset<Row> bad) {
    return Quarantine.rows(bad, col(Lineage.RAW), col(MARK), col(Lineage.FILE));
  }

  private static Dataset<Row> untraced(Dataset<Row> bad) {
    return Quarantine.rows(bad, Quarantine.text(bad.schema()), col(MARK), lit(null).cast("string"));
  }
}
