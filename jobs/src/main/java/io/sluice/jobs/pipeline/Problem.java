package io.sluice.jobs.pipeline;

/**
 * Something in a user's file or command line that cannot be.
 *
 * @param file the file as the user would name it, or an empty string
 * @param line the line, from 1, or 0 where no line is to blame
 * @param key the path of the key, such as {@code steps[2].filter}, or an empty string
 * @param message {@code Cannot <verb> <thing>: <value> (<reason>). <remedy>}
 */
public record Problem(String file, int line, String key, String message) {

  /** Returns a problem that no file is to blame for, such as one of the command line. */
  public static Problem of(String message) {
    return new Problem("", 0, "", message);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (!file.isEmpty()) {
      text.append(file).append(line > 0 ? ":" + line : "").append(": ");
    }
    if (!key.isEmpty()) {
      text.append(key).append(": ");
    }
    return text.append(message).toString();
  }
}
