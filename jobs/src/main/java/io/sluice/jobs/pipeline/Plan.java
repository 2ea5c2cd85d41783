package io.sluice.jobs.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/**
 * What a pipeline will do: the columns of its inputs, after each step, and of its results.
 *
 * @param inputs the columns of each input, by name, in the order of the file
 * @param steps each result of each step
 * @param outputs the columns of each table, in the order of {@link Pipeline#targets}
 * @param routes how rows come from the inputs to the tables
 * @param increment how the tables follow from what is new, where the load is incremental
 */
public record Plan(
    Pipeline pipeline,
    Map<String, StructType> inputs,
    List<PlannedStep> steps,
    List<StructType> outputs,
    Routes routes,
    Optional<Increment> increment) {

  public Plan {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    steps = List.copyOf(steps);
    outputs = List.copyOf(outputs);
  }

  /** A result of a step, and its columns. */
  public record PlannedStep(Result result, StructType schema) {}

  /** Returns the columns of the pipeline's own table, that of its last step. */
  public StructType output() {
    return outputs.get(0);
  }

  /** Returns the columns of a table that the pipeline makes. */
  public StructType output(TableName table) {
    List<Target> targets = pipeline.targets();
    for (int i = 0; i < targets.size(); i++) {
      if (targets.get(i).table().equals(table)) {
        return outputs.get(i);
      }
    }
    throw new IllegalArgumentException(pipeline.table() + " does not make " + table);
  }

  /** Returns the plan for people: each step, and the columns that it gives. */
  @Override
  public String toString() {
    return PlanText.of(this);
  }
}
