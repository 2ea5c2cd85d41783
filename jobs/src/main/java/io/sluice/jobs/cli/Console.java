package io.sluice.jobs.cli;

import java.util.Optional;

/** What this process knows of where its words go. */
final class Console {

  private Console() {}

  /**
   * Returns whether the error stream, where progress goes, is a terminal. Only the script that
   * started Java can tell, and says so.
   */
  static boolean isTerminal() {
    return Boolean.getBoolean("sluice.terminal");
  }

  /** Returns the file that Spark's log goes to, if the launcher has set one. */
  static Optional<String> logFile() {
    return Optional.ofNullable(System.getProperty("sluice.log"));
  }
}
