package io.sluice.jobs.cli;

import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.lake.LakeLayout;
import io.sluice.jobs.pipeline.Environment;
import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.run.Ledger;
import io.sluice.jobs.run.LedgerJson;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a run did. */
@Command(
    name = "report",
    description = "Shows the ledgers of a run, the latest unless one is named. Starts no Spark.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ProjectOptions options;

  @Parameters(
      paramLabel = "RUN",
      arity = "0..1",
      description = "The run's id: of one table, or of the command that ran several.")
  private String run;

  @Option(names = "--json", description = "Print the ledgers as they are stored.")
  private boolean json;

  @Override
  public Integer call() {
    Environment environment = options.load().environment();
    LakeLayout lake = new LakeLayout(environment.lakeRoot());
    LakeFiles files = new LakeFiles(HadoopSettings.of(environment));
    List<Ledger> all =
        files.names(lake.runs()).stream()
            .filter(name -> name.endsWith(".json") && !name.startsWith("."))
            .map(name -> files.read(lake.runs() + "/" + name).flatMap(LedgerJson::parse))
            .flatMap(Optional::stream)
            .sorted(Comparator.comparing(Ledger::startedAt))
            .toList();
    List<Ledger> chosen = chosen(all, lake);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(LedgerJson.text(chosen));
    } else {
      out.print(LedgerTable.of(chosen));
      chosen.forEach(ledger -> out.print(LedgerText.of(ledger)));
    }
    out.flush();
    return ExitCode.DONE;
  }

  private List<Ledger> chosen(List<Ledger> all, LakeLayout lake) {
    if (all.isEmpty()) {
      throw new InvalidInputException(
          Problem.of(
              "Cannot report: %s (no run has left a ledger). Run something first."
                  .formatted(lake.runs())));
    }
    String wanted = run == null ? invocation(all.get(all.size() - 1)) : run;
    List<Ledger> chosen =
        all.stream().filter(l -> l.runId().equals(wanted) || invocation(l).equals(wanted)).toList();
    if (chosen.isEmpty()) {
      throw new InvalidInputException(
          Problem.of(
              "Cannot report run: %s (there is no such run). The latest is %s."
                  .formatted(wanted, invocation(all.get(all.size() - 1)))));
    }
    return chosen;
  }

  /** A run among several is named after the command that started them all, and its table. */
  private static String invocation(Ledger ledger) {
    String suffix = "." + ledger.table();
    String id = ledger.runId();
    return id.endsWith(suffix) ? id.substring(0, id.length() - suffix.length()) : id;
  }
}
