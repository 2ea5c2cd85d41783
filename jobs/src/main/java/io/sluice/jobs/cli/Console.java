package io.sluice.jobs.cli;

import java.util.Optional;

/** What this process knows of where its words go. */
final class Console {

  private Console() {}

  /**
   * Returns whether a person looks on: whether the error stream, where progress goes, is a
   * terminal.
   */
  static boolean isTerminal() {
    String told = System.getProperty("sluice.terminal", System.getenv("SLUICE_TERMINAL"));
    return told == null ? System.console() != null : Boolean.parseBoolean(told);
  }

  /** Returns the file that Spark's log goes to, if the launcher has set one. */
  static Optional<String> logFile() {
    return Optional.ofNullable(System.getProperty("sluice.log"));
  }
}
