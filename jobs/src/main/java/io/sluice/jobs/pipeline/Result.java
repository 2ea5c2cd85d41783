package io.sluice.jobs.pipeline;

import java.util.List;

/**
 * One result of one step, and the flows of rows that it is made from.
 *
 * @param index the place of the step in its pipeline
 * @param from the flow that the step is applied to: an input, or another result
 * @param takes the flows it takes besides
 * @param flow its own name as a flow: what {@code as} says, or {@code #2} for a step without, or
 *     what the step itself calls a result that is not its main one
 * @param main whether it is what the next step takes
 */
public record Result(
    Step step, int index, String from, List<String> takes, String flow, boolean main) {

  public Result {
    takes = List.copyOf(takes);
  }

  /** Returns the flow of a step's main result. */
  static String flow(Step step, int index) {
    return step.as().orElse("#" + index);
  }

  /** Returns whether a flow has a name that steps can use. */
  static boolean named(String flow) {
    return !flow.startsWith("#");
  }

  /** Returns what a ledger calls it. */
  public String name() {
    return main ? step.name() : flow;
  }
}
