package io.sluice.jobs.pipeline;

import java.util.Optional;

/**
 * A table that a pipeline makes.
 *
 * @param result the name of the result that it holds; nothing for that of the last step
 */
public record Target(TableName table, Write write, Optional<String> result) {

  /** Returns the path of the key that says where it is written. */
  String key() {
    return result.map(name -> "outputs." + name).orElse("write");
  }
}
