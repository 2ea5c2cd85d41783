package io.sluice.jobs.cli;

import io.sluice.jobs.pipeline.Project;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Reads all files and says what is wrong with them. */
@Command(
    name = "validate",
    description =
        "Checks all pipeline files and contracts, and reports everything that is wrong with them."
            + " Starts no Spark.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private SelectionOptions options;

  @Override
  public Integer call() {
    Project project = options.load();
    int selected = options.of(project).ordered().size();
    int all = project.pipelines().size();
    spec.commandLine()
        .getOut()
        .println(
            options.isAll()
                ? "Valid: %d pipelines.".formatted(all)
                : "Valid: %d pipelines, of which %d are selected.".formatted(all, selected));
    return ExitCode.DONE;
  }
}
