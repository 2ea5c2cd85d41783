package io.sluice.jobs.run;

import java.util.List;
import java.util.Map;

/**
 * The ledger of one run of one pipeline, as it is stored and reported. Field names in JSON are in
 * snake_case.
 *
 * @param runId the run; a file name
 * @param table {@code <database>.<table>}
 * @param env the environment's name
 * @param startedAt when the run began, ISO-8601 in UTC
 * @param finishedAt when its figures were complete, ISO-8601 in UTC
 * @param seconds the time between the two
 * @param status {@code succeeded}, {@code failed}, {@code stopped} (a limit or rule) or {@code
 *     skipped} (something it needs did not succeed)
 * @param reason why it did not succeed, or why there was nothing to do; else empty
 * @param load full or incremental
 * @param quarantined rejected rows by reason; a row with two reasons counts under both
 * @param rules outcomes of the quality rules
 * @param balanced whether every row is accounted for
 */
public record Ledger(
    String runId,
    String table,
    String env,
    String startedAt,
    String finishedAt,
    double seconds,
    String status,
    String reason,
    String load,
    List<Input> inputs,
    List<StepCount> steps,
    Totals totals,
    Map<String, Long> quarantined,
    List<Rule> rules,
    Output output,
    boolean balanced) {

  /** The reason of an incremental run that found nothing to read, and so wrote nothing at all. */
  public static final String NOTHING_NEW = "nothing new";

  public static final String SUCCEEDED = "succeeded";
  public static final String FAILED = "failed";
  public static final String STOPPED = "stopped";
  public static final String SKIPPED = "skipped";

  /**
   * What was read.
   *
   * @param bytes the length of the files as they lie, compressed or not
   * @param rows all records found, rejected ones included
   */
  public record Input(String name, long files, long bytes, long rows, long rejected) {}

  /**
   * What a step did.
   *
   * @param rowsIn the rows of the result it takes
   * @param counts rows left out or added, by reason
   */
  public record StepCount(
      String name, String transform, long rowsIn, long rowsOut, Map<String, Long> counts) {}

  /** The outcome of a quality rule. */
  public record Rule(String rule, String outcome, String reason, Map<String, Double> metrics) {}

  /**
   * What was published.
   *
   * @param partitions the partition folders that have new files, relative to the table
   */
  public record Output(
      String format,
      String path,
      String mode,
      long rows,
      long files,
      long bytes,
      List<String> partitions) {}

  /** Returns whether the run did all it was to do. */
  public boolean succeeded() {
    return status.equals(SUCCEEDED);
  }
}
