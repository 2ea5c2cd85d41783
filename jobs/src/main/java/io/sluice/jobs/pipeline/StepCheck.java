package io.sluice.jobs.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Checks which rows the steps of a pipeline take, and that all rows are taken by some step. */
final class StepCheck {

  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

  private final Checked checked;
  private final Set<String> known = new LinkedHashSet<>();
  private final Set<String> taken = new LinkedHashSet<>();
  private final List<StepArguments> givers = new ArrayList<>();
  private boolean guessing;

  StepCheck(Checked checked) {
    this.checked = checked;
  }

  void check() {
    Pipeline pipeline = checked.pipeline();
    for (String input : pipeline.read().keySet()) {
      name("read." + input, input);
    }
    List<Step> steps = pipeline.steps();
    if (!pipeline.read().isEmpty() && (steps.isEmpty() || steps.get(0).from().isEmpty())) {
      taken.add(pipeline.firstInput());
    }
    List<Integer> cutOff = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      String key = step.key(i);
      step.from().ifPresent(name -> take(name, key));
      step.arguments().inputs().forEach(name -> take(name, key));
      if (step.arguments().takesAllInputs()) {
        taken.addAll(known);
      }
      step.as().ifPresent(name -> name(key, name));
      givers.add(step.arguments());
      boolean goesOn = i + 1 == steps.size() || steps.get(i + 1).from().isEmpty();
      if (goesOn) {
        step.as().ifPresent(taken::add);
      } else if (step.as().isEmpty()) {
        cutOff.add(i);
      }
    }
    pipeline.outputs().keySet().forEach(this::output);
    if (guessing) {
      return; // what is left over may be what a misspelt name meant
    }
    cutOff.forEach(i -> lost(steps.get(i).key(i), steps.get(i).transform()));
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (step.as().isPresent() && !taken.contains(step.as().get())) {
        lost(step.key(i), step.as().get());
      }
    }
    for (String input : pipeline.read().keySet()) {
      if (!taken.contains(input)) {
        checked.refuse(
            "read." + input,
            "read input",
            input,
            "no step takes its rows",
            "Remove it, or use it.");
      }
    }
  }

  private void lost(String key, String name) {
    checked.refuse(
        key,
        "apply step",
        name,
        "no later step takes its rows, so they would be lost",
        "Give it as: and name that in outputs:, or in a later step's from: or with:.");
  }

  private void output(String name) {
    List<Step> steps = checked.pipeline().steps();
    List<String> results = steps.stream().flatMap(step -> step.as().stream()).toList();
    if (!results.contains(name) && givers.stream().noneMatch(step -> step.gives(name))) {
      guessing = true;
      checked.unknown("outputs." + name, "write result", name, "no step gives it", results);
    }
    taken.add(name);
  }

  private void take(String name, String key) {
    if (!known.contains(name) && givers.stream().noneMatch(step -> step.gives(name))) {
      guessing = true;
      checked.unknown(key, "take rows", name, "no input or earlier step has this name", known);
    }
    taken.add(name);
  }

  private void name(String key, String name) {
    if (!name.matches(NAME) || name.equalsIgnoreCase("input")) {
      checked.refuse(
          key,
          "use name",
          name,
          name.equalsIgnoreCase("input")
              ? "sql calls a step's own rows so"
              : "a name is letters, digits and underscores",
          "Rename it.");
    }
    if (!known.add(name)) {
      checked.refuse(key, "use name", name, "it is taken already", "Rename one of the two.");
    }
  }
}
