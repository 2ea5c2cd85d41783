package io.sluice.jobs.run;

import java.util.List;
import java.util.function.Supplier;

/** Is told how far the runs are. Called from several threads. */
public interface Progress {

  /** Tells nobody. */
  Progress NONE =
      new Progress() {
        @Override
        public void enter(String table, String stage, Supplier<String> howFar) {}

        @Override
        public void leave(List<Ledger> ledgers) {}

        @Override
        public void note(String table, String message) {}
      };

  /**
   * A pipeline has come to another stage.
   *
   * @param stage what it does now, such as {@code writing}
   * @param howFar asked now and then while the stage lasts; such as {@code 3 of 8 tasks}, or empty
   */
  void enter(String table, String stage, Supplier<String> howFar);

  /** A pipeline has ended, with a ledger for each of its tables, its own first. */
  void leave(List<Ledger> ledgers);

  /** Something happened that the user will want to know of. */
  void note(String table, String message);
}
