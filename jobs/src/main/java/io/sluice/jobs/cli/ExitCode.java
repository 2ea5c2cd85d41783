package io.sluice.jobs.cli;

import io.sluice.jobs.run.Ledger;
import java.util.List;

/** What the process says at its end. */
final class ExitCode {

  static final int DONE = 0;
  static final int FAILED = 1;
  static final int INVALID = 2;
  static final int STOPPED = 3;

  private ExitCode() {}

  /** Returns the code for these runs; a failure weighs more than a limit that held. */
  static int of(List<Ledger> ledgers) {
    if (ledgers.stream().anyMatch(ledger -> ledger.status().equals(Ledger.FAILED))) {
      return FAILED;
    }
    return ledgers.stream().allMatch(Ledger::succeeded) ? DONE : STOPPED;
  }
}
