package io.sluice.jobs.pipeline;

import io.sluice.jobs.pipeline.contract.Contract;
import io.sluice.transforms.Transform;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Applies the steps of a pipeline, in order. A step takes the rows that its {@code from} names, or
 * those of the step before; the first takes the first input.
 */
public final class StepWalk {

  private StepWalk() {}

  /**
   * Returns the result of the last step, or the first input where there is no step. Only plans:
   * nothing is read.
   *
   * @param contracts finds the contract of a name
   * @param inputs the rows of each of the pipeline's inputs, by name
   * @throws StepFailedException when a step does not fit its rows
   */
  public static Dataset<Row> apply(
      Pipeline pipeline,
      Function<TableName, Optional<Contract>> contracts,
      Map<String, Dataset<Row>> inputs,
      RunFacts facts,
      StepListener listener) {
    Map<String, Dataset<Row>> known = new LinkedHashMap<>(inputs);
    Optional<String> name = Optional.of(pipeline.firstInput());
    Dataset<Row> rows = known.get(pipeline.firstInput());
    for (int i = 0; i < pipeline.steps().size(); i++) {
      Step step = pipeline.steps().get(i);
      if (step.from().isPresent()) {
        name = step.from();
        rows = known.get(step.from().get());
      }
      try {
        Transform transform = step.arguments().transform(new Known(known, name, contracts), facts);
        Dataset<Row> taken = listener.before(step, i, transform, rows);
        Dataset<Row> given = transform.apply(taken, listener.tally(step, i));
        rows = listener.after(step, i, transform, given);
      } catch (Exception e) { // AnalysisException is checked, and Scala does not declare it
        throw new StepFailedException(step, i, e);
      }
      name = step.as();
      if (step.as().isPresent()) {
        known.put(step.as().get(), rows);
      }
    }
    return rows;
  }

  private record Known(
      Map<String, Dataset<Row>> byName,
      Optional<String> current,
      Function<TableName, Optional<Contract>> contracts)
      implements StepInputs {

    @Override
    public Contract contract(TableName name) {
      return contracts
          .apply(name)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      Messages.cannot(
                          "find contract",
                          name.toString(),
                          "schemas/ has none of this name",
                          "Write one, or name another.")));
    }

    @Override
    public Dataset<Row> rows(String name) {
      Dataset<Row> rows = byName.get(name);
      if (rows == null) {
        throw new IllegalArgumentException(
            Messages.cannot(
                "take rows",
                name,
                "no input or earlier step has this name",
                Messages.known("There are", name, byName.keySet())));
      }
      return rows;
    }

    @Override
    public Set<String> names() {
      return Collections.unmodifiableSet(byName.keySet());
    }
  }
}
