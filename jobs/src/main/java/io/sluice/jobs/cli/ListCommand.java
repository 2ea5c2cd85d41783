package io.sluice.jobs.cli;

import io.sluice.jobs.pipeline.Pipeline;
import io.sluice.jobs.pipeline.Project;
import io.sluice.jobs.pipeline.Read;
import io.sluice.jobs.pipeline.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists pipelines. */
@Command(
    name = "list",
    description = "Lists pipelines in the order in which they run. Starts no Spark.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private SelectionOptions options;

  @Override
  public Integer call() {
    Project project = options.load();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("pipeline", "reads", "writes", "description"));
    for (Pipeline pipeline : options.of(project).ordered()) {
      rows.add(
          List.of(
              pipeline.table().toString(),
              pipeline.read().values().stream()
                  .map(ListCommand::input)
                  .collect(Collectors.joining(", ")),
              "%s, %s"
                  .formatted(
                      pipeline.write().format().key(),
                      pipeline.write().mode().name().toLowerCase(Locale.ROOT)),
              pipeline.description().orElse("")));
      pipeline
          .outputs()
          .forEach((result, output) -> rows.add(output(pipeline, result, output.table())));
    }
    spec.commandLine().getOut().print(TextTable.of(rows, rows.get(0).size()));
    spec.commandLine().getOut().flush();
    return ExitCode.DONE;
  }

  private static List<String> output(Pipeline pipeline, String result, TableName table) {
    return List.of("  " + table, "", "", "%s of %s".formatted(result, pipeline.table()));
  }

  private static String input(Read read) {
    return read.table().map(Object::toString).or(read::path).orElse("?");
  }
}
