package io.sluice.jobs.pipeline;

import io.sluice.jobs.pipeline.contract.Contract;
import io.sluice.transforms.Transform;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Applies the steps of a pipeline, in order. A step takes the rows that its {@code from} names, or
 * those of the step before; the first takes the first input. Only plans: nothing is read.
 */
public final class StepWalk {

  private final Function<TableName, Optional<Contract>> contracts;
  private final RunFacts facts;
  private final StepListener listener;
  private final Map<String, Dataset<Row>> known;

  private StepWalk(
      Function<TableName, Optional<Contract>> contracts,
      Map<String, Dataset<Row>> inputs,
      RunFacts facts,
      StepListener listener) {
    this.contracts = contracts;
    this.facts = facts;
    this.listener = listener;
    this.known = new LinkedHashMap<>(inputs);
  }

  /**
   * Returns the rows that {@code route} leads to, applying nothing that does not lie on it.
   *
   * @param contracts finds the contract of a name
   * @param inputs the rows that the route begins with, by name
   * @throws StepFailedException when a step does not fit its rows
   */
  public static Dataset<Row> along(
      Route route,
      Function<TableName, Optional<Contract>> contracts,
      Map<String, Dataset<Row>> inputs,
      RunFacts facts,
      StepListener listener) {
    StepWalk walk = new StepWalk(contracts, inputs, facts, listener);
    route.results().forEach(walk::apply);
    return walk.known.get(route.end());
  }

  /**
   * Applies every step, all results of each, and returns these in order, each with its rows.
   *
   * @param first the input that the steps start from
   * @param contracts finds the contract of a name
   * @param inputs the rows of each of the pipeline's inputs, by name
   * @throws StepFailedException when a step does not fit its rows
   */
  public static Map<Result, Dataset<Row>> everywhere(
      String first,
      List<Step> steps,
      Function<TableName, Optional<Contract>> contracts,
      Map<String, Dataset<Row>> inputs,
      RunFacts facts,
      StepListener listener) {
    StepWalk walk = new StepWalk(contracts, inputs, facts, listener);
    Map<Result, Dataset<Row>> results = new LinkedHashMap<>();
    String before = first;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      String from = step.from().orElse(before);
      List<String> takes = new ArrayList<>(step.arguments().inputs());
      if (step.arguments().takesAllInputs()) {
        walk.known.keySet().stream().filter(Result::named).forEach(takes::add);
      }
      before = Result.flow(step, i);
      Result main = new Result(step, i, from, takes, before, true);
      Map<String, Transform> others = walk.others(main);
      results.put(main, walk.apply(main));
      for (String name : others.keySet()) {
        Result other = new Result(step, i, from, takes, name, false);
        walk.requireFree(other);
        results.put(other, walk.apply(other));
      }
    }
    return results;
  }

  private Dataset<Row> apply(Result result) {
    try {
      Step step = result.step();
      Dataset<Row> rows = known.get(result.from());
      Transform transform =
          result.main()
              ? step.arguments().transform(named(result), facts)
              : others(result).get(result.flow());
      Dataset<Row> taken = listener.before(result, transform, rows);
      Dataset<Row> given = transform.apply(taken, listener.tally(result));
      known.put(result.flow(), listener.after(result, transform, given));
      return known.get(result.flow());
    } catch (StepFailedException e) {
      throw e;
    } catch (Exception e) { // AnalysisException is checked, and Scala does not declare it
      throw new StepFailedException(result.step(), result.index(), e);
    }
  }

  private Map<String, Transform> others(Result result) {
    try {
      StructType rows = known.get(result.from()).schema();
      return result.step().arguments().others(rows, named(result), facts);
    } catch (Exception e) { // AnalysisException is checked, and Scala does not declare it
      throw new StepFailedException(result.step(), result.index(), e);
    }
  }

  private void requireFree(Result result) {
    if (known.containsKey(result.flow())) {
      throw new StepFailedException(
          result.step(),
          result.index(),
          new IllegalArgumentException(
              Messages.cannot(
                  "use name",
                  result.flow(),
                  "an input or another result has it already",
                  "Rename one of the two.")));
    }
  }

  private Known named(Result result) {
    Map<String, Dataset<Row>> byName = new LinkedHashMap<>(known);
    byName.keySet().removeIf(flow -> !Result.named(flow));
    Optional<String> current = Optional.of(result.from()).filter(Result::named);
    return new Known(byName, current, contracts);
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
