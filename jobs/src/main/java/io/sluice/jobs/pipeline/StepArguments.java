package io.sluice.jobs.pipeline;

import io.sluice.transforms.Transform;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructType;

/** What a pipeline file says to one step: the file's side of one {@link Transform}. */
public interface StepArguments {

  /**
   * Returns the transform that this step applies; for a step of several results, that of its main
   * one, which the next step takes.
   *
   * @throws IllegalArgumentException when the arguments do not fit each other
   */
  Transform transform(StepInputs inputs, RunFacts facts);

  /**
   * Returns the transforms that give its other results, by the names of these.
   *
   * @param rows the columns of the rows it is applied to
   * @throws IllegalArgumentException when the arguments do not fit each other
   */
  default Map<String, Transform> others(StructType rows, StepInputs inputs, RunFacts facts) {
    return Map.of();
  }

  /** Returns whether one of its other results may bear {@code name}, as far as it alone says. */
  default boolean gives(String name) {
    return false;
  }

  /** Returns the names of the contracts it goes by. */
  default List<TableName> contracts() {
    return List.of();
  }

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
