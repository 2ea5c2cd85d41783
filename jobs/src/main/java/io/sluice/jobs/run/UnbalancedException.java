package io.sluice.jobs.run;

import java.util.List;

/** Rows are unaccounted for. The table was left as it was. */
public final class UnbalancedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnbalancedException(String table, List<String> faults) {
    super(
        "Cannot publish table: %s (the books do not balance: %s). A transform of your own that drops rows must tell its tally; otherwise this is a fault of Sluice, please report it."
            .formatted(table, String.join("; ", faults)));
  }
}
