package io.sluice.jobs.run;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import io.sluice.jobs.source.Hidden;
import io.sluice.transforms.Accounting;
import io.sluice.transforms.Lineage;
import io.sluice.transforms.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The books of one run of one pipeline: where in its plan rows are counted, and what each figure
 * means. Built together with the plan; {@link Audit} reads the figures once the plan has run.
 */
final class Books {

  static final String ROWS = "rows";
  static final String TAKEN = "taken";
  static final String FILES = "files";

  private final CountingPass pass;
  private final List<InputEntry> inputs = new ArrayList<>();
  private final List<StepEntry> steps = new ArrayList<>();

  Books(CountingPass pass) {
    this.pass = pass;
  }

  /** What happened to the rows at a place where they were counted. */
  enum Kind {
    FILTERED,
    DEDUPLICATED,
    REJECTED,
    ADDED,
    PASSED
  }

  /**
   * One line of the books.
   *
   * @param place where the figures of this line come from
   * @param reason what the ledger calls the rows taken out or added
   */
  record Line(String place, Kind kind, String reason) {}

  /**
   * An input.
   *
   * @param unreadable whole files that could not be read, each of which counts as one rejected row
   */
  record InputEntry(String name, String place, long unreadable) {}

  /**
   * A step, with its lines in the order in which rows pass them.
   *
   * @param name what the ledger calls it; two steps may have one name
   * @param from the flow it takes: an input, or a step
   * @param others the flows it takes besides
   * @param flow its own result, as later entries refer to it
   */
  record StepEntry(
      String name,
      String transform,
      String from,
      List<String> others,
      String flow,
      Accounting accounting,
      List<Line> lines) {}

  CountingPass pass() {
    return pass;
  }

  List<InputEntry> inputs() {
    return inputs;
  }

  List<StepEntry> steps() {
    return steps;
  }

  /**
   * Counts the records of an input, takes out those that did not parse, and returns the others.
   *
   * @param rows the input's rows with {@link Hidden#REASONS} and {@link Hidden#BAD_FILE}, if {@code
   *     canReject}
   */
  Dataset<Row> input(String name, Dataset<Row> rows, boolean canReject, long unreadable) {
    String place = "input " + name;
    inputs.add(new InputEntry(name, place, unreadable));
    if (!canReject) {
      return pass.observe(place, rows, count(lit(1)).as(ROWS));
    }
    Column reasons = col(Hidden.REASONS.column());
    return pass.observe(
            place,
            rows,
            count(lit(1)).as(ROWS),
            count(reasons).as(TAKEN),
            collect_set(col(Hidden.BAD_FILE.column())).as(FILES))
        .filter(reasons.isNull())
        .drop(Hidden.REASONS.column(), Hidden.BAD_FILE.column());
  }

  /** Opens the books of a step and returns what the step's transform reports to. */
  Tally step(
      String name,
      String transform,
      String from,
      List<String> others,
      String flow,
      Accounting accounting) {
    StepEntry entry =
        new StepEntry(name, transform, from, others, flow, accounting, new ArrayList<>());
    steps.add(entry);
    return new StepTally(entry);
  }

  /** Counts what leaves the step opened last, where its own reports do not already tell. */
  Dataset<Row> leaving(Dataset<Row> rows) {
    StepEntry entry = steps.get(steps.size() - 1);
    if (entry.accounting() == Accounting.ROW_FOR_ROW) {
      return rows;
    }
    return line(entry, Kind.PASSED, "", rows, count(lit(1)).as(ROWS));
  }

  private Dataset<Row> line(
      StepEntry entry, Kind kind, String reason, Dataset<Row> rows, Column... metrics) {
    String place = "step %d.%d".formatted(steps.indexOf(entry), entry.lines().size());
    entry.lines().add(new Line(place, kind, reason));
    return pass.observe(place, rows, metrics);
  }

  /** Counts what one step leaves out, where it does so. */
  private final class StepTally implements Tally {

    private static final String MARK = Lineage.PREFIX + "mark";

    private final StepEntry entry;

    StepTally(StepEntry entry) {
      this.entry = entry;
    }

    @Override
    public boolean counting() {
      return true;
    }

    @Override
    public Dataset<Row> keep(Dataset<Row> rows, Column predicate, String reason) {
      return leaveOut(Kind.FILTERED, rows, predicate, reason);
    }

    @Override
    public Dataset<Row> distinct(Dataset<Row> rows, Column predicate, String reason) {
      return leaveOut(Kind.DEDUPLICATED, rows, predicate, reason);
    }

    private Dataset<Row> leaveOut(Kind kind, Dataset<Row> rows, Column predicate, String reason) {
      Dataset<Row> marked = rows.withColumn(MARK, coalesce(predicate, lit(false)));
      Column taken = count(when(not(col(MARK)), 1)).as(TAKEN);
      return line(entry, kind, reason, marked, count(lit(1)).as(ROWS), taken)
          .filter(col(MARK))
          .drop(MARK);
    }

    @Override
    public Dataset<Row> reject(Dataset<Row> rows, Column reasons) {
      Dataset<Row> marked = rows.withColumn(MARK, reasons);
      Column bad = size(col(MARK)).gt(0);
      List<Column> metrics = new ArrayList<>();
      metrics.add(count(lit(1)).as(ROWS));
      metrics.add(count(when(bad, 1)).as(TAKEN));
      if (Arrays.asList(rows.columns()).contains(Lineage.FILE)) {
        metrics.add(collect_set(when(bad, col(Lineage.FILE))).as(FILES));
      }
      return line(entry, Kind.REJECTED, "", marked, metrics.toArray(Column[]::new))
          .filter(not(bad))
          .drop(MARK);
    }

    @Override
    public Dataset<Row> added(Dataset<Row> rows, Column predicate, String reason) {
      Column taken = count(when(predicate, 1)).as(TAKEN);
      return line(entry, Kind.ADDED, reason, rows, count(lit(1)).as(ROWS), taken);
    }
  }
}
