package io.sluice.jobs.pipeline;

/** Spark's own messages, cut down to what a user can act on. */
final class SparkErrors {

  private SparkErrors() {}

  /** Returns the first statement of the message, without error class, SQLSTATE and plan. */
  static String reason(Throwable error) {
    String message = error.getMessage() == null ? error.toString() : error.getMessage();
    String text = message.strip().lines().findFirst().orElse("");
    text = text.replaceFirst("^\\[[A-Z_.0-9]+]\\s*", "");
    text = text.replaceFirst("\\s*SQLSTATE: \\w+\\s*", " ");
    text =
        text.replaceFirst(";?\\s*line \\d+,? pos \\d+;?$", "")
            .replaceFirst("\\(line \\d+, pos \\d+\\)$", "");
    return text.strip().replaceFirst("[.;:]+$", "");
  }
}
