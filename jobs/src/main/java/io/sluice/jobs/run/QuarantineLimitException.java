package io.sluice.jobs.run;

/** More rows were rejected than the pipeline puts up with; its table was left as it was. */
public final class QuarantineLimitException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Ledger ledger;

  QuarantineLimitException(String table, String exceeded, String quarantine, Ledger ledger) {
    super(
        "Cannot publish table: %s (%s). Look at the rows in %s; mend the source or raise the limit."
            .formatted(table, exceeded, quarantine));
    this.ledger = ledger;
  }

  /** Returns the figures of the run that was stopped. */
  Ledger ledger() {
    return ledger;
  }
}
