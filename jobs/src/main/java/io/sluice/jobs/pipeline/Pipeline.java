package io.sluice.jobs.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A pipeline file: from where rows are read, what is done to them, and where they go. */
public record Pipeline(
    @Doc("The table that is made, `<database>.<table>`; also the pipeline's name.") TableName table,
    @Doc("What the table holds, for people.") Optional<String> description,
    @Doc(
            value = "The inputs, each under a name of its own. The steps start from the first.",
            required = true)
        Map<String, Read> read,
    @Doc(
            value =
                "How much of its inputs a run reads: all, or what no earlier run has processed.",
            byDefault = "full")
        Load load,
    @Doc("What is done to the rows, in order. Without any, the first input is the result.")
        List<Step> steps,
    @Doc(
            "Results that become tables of their own, besides that of the last step: names of"
                + " results to tables. All are checked before any is published, and published as"
                + " one.")
        Map<String, Output> outputs,
    @Doc(value = "Data quality rules that the result must meet.", later = true)
        Optional<Expect> expect,
    @Doc(value = "How and where the result is written.", byDefault = "{}") Write write,
    @Doc(value = "How many rejected rows a run puts up with.", byDefault = "{}")
        QuarantineLimits quarantine,
    @Doc(value = "How the pipeline runs as a stream.", later = true) Optional<StreamOptions> stream,
    Origin origin) {

  /** Returns the name of the input that the steps start from. */
  public String firstInput() {
    return read.keySet().iterator().next();
  }

  /** Returns the tables it makes: that of the last step's result, and then the outputs. */
  public List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    targets.add(new Target(table, write, Optional.empty()));
    outputs.forEach(
        (result, output) ->
            targets.add(new Target(output.table(), output.write(write), Optional.of(result))));
    return List.copyOf(targets);
  }

  /** Returns whether a step must know the file of each row. */
  public boolean readsSourceFile() {
    return steps.stream().anyMatch(step -> step.arguments().readsSourceFile());
  }
}
