package io.sluice.jobs.pipeline;

import io.sluice.transforms.Transform;
import java.util.List;

/** What a pipeline file says to one step: the file's side of one {@link Transform}. */
public interface StepArguments {

  /**
   * Returns the transform that this step applies.
   *
   * @throws IllegalArgumentException when the arguments do not fit each other
   */
  Transform transform(StepInputs inputs, RunFacts facts);

  /** Returns the names of the rows it takes besides those it is applied to. */
  default List<String> inputs() {
    return List.of();
  }

  /** Returns whether it takes every name there is before it, besides {@link #inputs}. */
  default boolean takesAllInputs() {
    return false;
  }

  /** Returns whether its input must carry {@link io.sluice.transforms.Lineage#FILE}. */
  default boolean readsSourceFile() {
    return false;
  }
}
