package io.sluice.jobs.run;

import io.sluice.jobs.run.Audit.InputFigures;
import io.sluice.jobs.run.Audit.StepFigures;
import java.util.ArrayList;
import java.util.List;

/** What an audit found: the figures of each input and step, and of the whole. */
record Figures(List<InputFigures> inputs, List<StepFigures> steps, Totals totals) {

  Figures {
    inputs = List.copyOf(inputs);
    steps = List.copyOf(steps);
  }

  static Figures of(Audit audit) {
    return new Figures(audit.inputs(), audit.steps(), audit.totals());
  }

  /**
   * Returns the figures of the way along a stem and then along the branch that these are of.
   *
   * @param end the stem's end, which is an input of the branch
   */
  Figures after(Figures stem, String end) {
    List<InputFigures> read = new ArrayList<>(stem.inputs);
    inputs.stream().filter(input -> !input.name().equals(end)).forEach(read::add);
    List<StepFigures> done = new ArrayList<>(stem.steps);
    done.addAll(steps);
    return new Figures(read, done, totals.after(stem.totals));
  }
}
