package io.sluice.jobs.run;

import java.util.HashSet;
import java.util.Set;
import org.apache.spark.SparkException;

/** Says in one line what went wrong; the whole story goes to the log. */
final class Failures {

  private Failures() {}

  /** Returns the message that tells most: that of the innermost cause that has one. */
  static String reason(Throwable failure) {
    Throwable telling = failure;
    Set<Throwable> seen = new HashSet<>();
    for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
      boolean better = cause.getMessage() != null && !cause.getMessage().isBlank();
      if (better && !(telling != failure && isOurs(telling))) {
        telling = cause;
      }
    }
    String message = telling.getMessage() == null ? "" : firstLine(telling.getMessage());
    return isOurs(telling) ? message : telling.getClass().getSimpleName() + ": " + message;
  }

  private static boolean isOurs(Throwable failure) {
    return failure.getMessage() != null
        && failure.getMessage().startsWith("Cannot ")
        && !(failure instanceof SparkException);
  }

  private static String firstLine(String message) {
    return message.strip().lines().findFirst().orElse("");
  }
}
