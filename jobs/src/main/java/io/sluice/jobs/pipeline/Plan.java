package io.sluice.jobs.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructType;

/**
 * What a pipeline will do: the columns of its inputs, after each step, and of its result.
 *
 * @param inputs the columns of each input, by name, in the order of the file
 */
public record Plan(
    Pipeline pipeline, Map<String, StructType> inputs, List<PlannedStep> steps, StructType output) {

  public Plan {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    steps = List.copyOf(steps);
  }

  /** One step, and the columns that it gives. */
  public record PlannedStep(String name, String transform, StructType schema) {}

  /** Returns the plan for people: each step, and the columns that it gives. */
  @Override
  public String toString() {
    return PlanText.of(this);
  }
}
