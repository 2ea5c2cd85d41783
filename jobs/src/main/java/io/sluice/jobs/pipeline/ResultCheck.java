package io.sluice.jobs.pipeline;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks, once the results of all steps are known, that every result becomes a table or is taken by
 * a step, and that what is to become a table is a result.
 */
final class ResultCheck {

  private final Checked checked;
  private final List<Result> all;

  ResultCheck(Checked checked, List<Result> all) {
    this.checked = checked;
    this.all = all;
  }

  void check() {
    Set<String> outputs = checked.pipeline().outputs().keySet();
    Set<String> known = new LinkedHashSet<>();
    Set<String> taken = new HashSet<>(outputs);
    for (Result result : all) {
      known.add(result.flow());
      taken.add(result.from());
      taken.addAll(result.takes());
    }
    known.removeIf(flow -> !Result.named(flow));
    for (String name : outputs) {
      if (!known.contains(name)) {
        checked.unknown("outputs." + name, "write result", name, "no step gives it", known);
      }
    }
    for (Result result : all) {
      if (!result.main() && !taken.contains(result.flow())) {
        checked.refuse(
            result.step().key(result.index()),
            "leave result",
            result.flow(),
            "no table and no later step takes its rows, so they would be lost",
            "Add outputs: { %s: <database>.<table> }, or a step with from: %s."
                .formatted(result.flow(), result.flow()));
      }
    }
  }
}
