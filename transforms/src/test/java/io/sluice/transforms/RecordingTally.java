package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.size;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Counts at once, by extra passes, what a transform tells it. */
final class RecordingTally implements Tally {

  private final boolean counting;

  /** From reason to rows, of the rows that were filtered. */
  final Map<String, Long> filtered = new TreeMap<>();

  /** From reason to rows, of the rows that others stand for. */
  final Map<String, Long> repeated = new TreeMap<>();

  /** From reason to rows, of the rows that were rejected; a row may count under several. */
  final Map<String, Long> rejected = new TreeMap<>();

  /** From reason to rows, of the rows that were brought in. */
  final Map<String, Long> added = new TreeMap<>();

  /** What the transform called, in order. */
  final List<String> calls = new ArrayList<>();

  long rejectedRows;

  private RecordingTally(boolean counting) {
    this.counting = counting;
  }

  static RecordingTally asked() {
    return new RecordingTally(true);
  }

  /** Returns a tally that says it does not count, and does. */
  static RecordingTally idle() {
    return new RecordingTally(false);
  }

  @Override
  public boolean counting() {
    return counting;
  }

  @Override
  public Dataset<Row> keep(Dataset<Row> rows, Column predicate, String reason) {
    calls.add("keep");
    Dataset<Row> kept = rows.filter(predicate);
    filtered.merge(reason, rows.count() - kept.count(), Long::sum);
    return kept;
  }

  @Override
  public Dataset<Row> distinct(Dataset<Row> rows, Column predicate, String reason) {
    calls.add("distinct");
    Dataset<Row> kept = rows.filter(predicate);
    repeated.merge(reason, rows.count() - kept.count(), Long::sum);
    return kept;
  }

  @Override
  public Dataset<Row> reject(Dataset<Row> rows, Column reasons) {
    calls.add("reject");
    Dataset<Row> marked = rows.withColumn("__sluice_reasons", reasons);
    rejectedRows += marked.filter("size(__sluice_reasons) > 0").count();
    marked
        .select(expr("explode(__sluice_reasons)").as("reason"))
        .groupBy("reason")
        .count()
        .collectAsList()
        .forEach(r -> rejected.merge(r.getString(0), r.getLong(1), Long::sum));
    return marked.filter(size(col("__sluice_reasons")).equalTo(0)).drop("__sluice_reasons");
  }

  @Override
  public Dataset<Row> added(Dataset<Row> rows, Column predicate, String reason) {
    calls.add("added");
    added.merge(reason, rows.filter(predicate).count(), Long::sum);
    return rows;
  }
}
