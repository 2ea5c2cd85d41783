package io.sluice.jobs.pipeline;

import java.util.Map;

/**
 * Where something was declared: its file, and the line of each key in it.
 *
 * @param file the file as the user would name it
 * @param lines key paths such as {@code steps[2].filter} to lines, from 1
 */
public record Origin(String file, Map<String, Integer> lines) {

  public Origin {
    lines = Map.copyOf(lines);
  }

  /** Returns an origin for something that no file declared. */
  public static Origin none() {
    return new Origin("", Map.of());
  }

  /** Returns the line of {@code key}, or of the nearest key around it, or 0. */
  public int line(String key) {
    String path = key;
    while (!path.isEmpty()) {
      Integer line = lines.get(path);
      if (line != null) {
        return line;
      }
      path = path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
    return lines.getOrDefault("", 0);
  }

  /** Returns a problem with {@code key} of this file. */
  public Problem problem(String key, String message) {
    return new Problem(file, line(key), key, message);
  }
}
