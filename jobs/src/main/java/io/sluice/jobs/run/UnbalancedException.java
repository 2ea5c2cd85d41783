package io.sluice.jobs.run;

import java.util.List;

/** Rows are unaccounted for. The table was left as it was. */
public final class UnbalancedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnbalancedException(String table, List<String> faults) {
    this(
        table,
        String.join("; ", faults),
        "A transform of your own that drops rows must tell its tally; otherwise this is a fault of Sluice, please report it.");
  }

  private UnbalancedException(String table, String fault, String remedy) {
    super(
        "Cannot publish table: %s (the books do not balance: %s). %s"
            .formatted(table, fault, remedy));
  }

  /** Rejects are fetched by reading once more, and then the rows were not what they had been. */
  static UnbalancedException unrepeatable(String table, long caught, long rejected) {
    return new UnbalancedException(
        table,
        "quarantine holds %d rows where %d were rejected".formatted(caught, rejected),
        "A step before them gives something else whenever it is asked, such as rand(), current_timestamp() or LIMIT without a full order: make its result a table of its own, and reject rows in a pipeline that reads it. Without such a step this is a fault of Sluice, please report it.");
  }
}
