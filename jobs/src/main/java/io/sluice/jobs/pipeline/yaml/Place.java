package io.sluice.jobs.pipeline.yaml;

import io.sluice.jobs.pipeline.Problem;

/**
 * Where a part of a file stands.
 *
 * @param file the file as the user would name it
 * @param line from 1
 * @param key the path of keys that leads to it, such as {@code read.posts.path}
 */
public record Place(String file, int line, String key) {

  /** Returns a problem with what stands here. */
  public Problem problem(String message) {
    return new Problem(file, line, key, message);
  }

  Place child(int line, String name) {
    return new Place(file, line, key.isEmpty() ? name : key + "." + name);
  }

  Place item(int line, int index) {
    return new Place(file, line, key + "[" + index + "]");
  }
}
