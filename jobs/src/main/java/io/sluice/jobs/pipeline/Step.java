package io.sluice.jobs.pipeline;

import java.util.Optional;

/**
 * One step of a pipeline.
 *
 * @param transform the transform's name, such as {@code drop_fields}
 * @param from the input or earlier step whose rows it takes; by default the step before, and for
 *     the first step the first input
 * @param as the name of its result, by which later steps may take it
 * @param arguments what it is told to do
 */
public record Step(
    String transform, Optional<String> from, Optional<String> as, StepArguments arguments) {

  /** Returns the key path of a step in its file, such as {@code steps[2].filter}. */
  public String key(int index) {
    return "steps[" + index + "]." + transform;
  }

  /** Returns what a ledger calls this step: its own name, or else the transform's. */
  public String name() {
    return as.orElse(transform);
  }
}
