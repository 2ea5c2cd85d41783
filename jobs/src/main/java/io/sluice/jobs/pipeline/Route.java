package io.sluice.jobs.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The way from inputs to one result, with no step on it that the result does not need.
 *
 * @param inputs the flows it begins with
 * @param results the results on the way, each after all that it is made from
 * @param end the flow that it leads to: an input, where there are no steps
 */
public record Route(Set<String> inputs, List<Result> results, String end) {

  public Route {
    inputs = Set.copyOf(inputs);
    results = List.copyOf(results);
  }

  /**
   * Returns the way that leads one step further.
   *
   * @param arguments what the step does; it takes nothing but the rows at the end of this way
   */
  public Route then(String name, StepArguments arguments) {
    Step step = new Step(name, Optional.empty(), Optional.empty(), arguments);
    int index = results.stream().mapToInt(Result::index).max().orElse(-1) + 1;
    List<Result> longer = new ArrayList<>(results);
    longer.add(new Result(step, index, end, List.of(), "#" + name, true));
    return new Route(inputs, longer, "#" + name);
  }

  /** Returns the way that begins where {@code stem} does, goes along it, and then along this. */
  public Route after(Route stem) {
    Set<String> all = new LinkedHashSet<>(inputs);
    if (!stem.results.isEmpty()) {
      all.remove(stem.end);
    }
    all.addAll(stem.inputs);
    List<Result> both = new ArrayList<>(stem.results);
    both.addAll(results);
    return new Route(all, both, end);
  }
}
