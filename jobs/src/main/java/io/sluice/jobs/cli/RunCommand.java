package io.sluice.jobs.cli;

import io.sluice.jobs.cli.Sessions.Session;
import io.sluice.jobs.pipeline.Pipeline;
import io.sluice.jobs.pipeline.Plan;
import io.sluice.jobs.pipeline.Planner;
import io.sluice.jobs.pipeline.Project;
import io.sluice.jobs.pipeline.Selection;
import io.sluice.jobs.run.Inputs;
import io.sluice.jobs.run.LakeRun;
import io.sluice.jobs.run.Ledger;
import io.sluice.jobs.run.LedgerJson;
import io.sluice.jobs.run.RunId;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs pipelines. */
@Command(
    name = "run",
    description = "Runs pipelines in dependency order, all of them or those selected.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private SelectionOptions options;

  @Option(names = "--run-id", paramLabel = "ID", description = "Names the run. Default: made up.")
  private String runId;

  @Option(
      names = "--full",
      description =
          "Make the tables of incremental loads anew from all their input, and remember that.")
  private boolean full;

  @Option(names = "--json", description = "Print the ledgers as JSON instead of a table.")
  private boolean json;

  @Override
  public Integer call() {
    RunId id = runId == null ? RunId.at(Clock.systemUTC().instant()) : new RunId(runId);
    Project project = options.load();
    Selection selection = options.of(project);
    List<Pipeline> selected = selection.ordered();
    int pipelines = selected.size();
    DeltaUse delta = new DeltaUse(project);
    delta.require(selected);
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        "Run %s: %s in env %s. Starting Spark.%n", id.text(), plural(pipelines), options.env());
    err.flush();
    try (Session session =
        Sessions.start("sluice run " + id.text(), project.environment(), delta.in(selected))) {
      List<Ledger> ledgers = runAll(session.spark(), project, selection, id);
      print(id, ledgers);
      return ExitCode.of(ledgers);
    }
  }

  private List<Ledger> runAll(SparkSession spark, Project project, Selection selection, RunId id) {
    Inputs inputs = new Inputs(spark, project);
    List<Plan> plans = new Planner(spark, project, inputs).plan(selection);
    ConsoleProgress progress = new ConsoleProgress(System.err, Console.isTerminal(), plans.size());
    try {
      return new LakeRun(spark, project, inputs, full, selection, progress).execute(plans, id);
    } finally {
      progress.close();
    }
  }

  private void print(RunId id, List<Ledger> ledgers) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("run_id", id.text());
      all.put("exit_code", ExitCode.of(ledgers));
      all.put("ledgers", ledgers);
      out.println(LedgerJson.text(all));
    } else {
      out.print(LedgerTable.of(ledgers));
      ledgers.stream().filter(ledger -> !ledger.succeeded()).forEach(l -> out.println(why(l)));
      if (ExitCode.of(ledgers) == ExitCode.FAILED) {
        Console.logFile().ifPresent(log -> out.println("The whole story is in " + log));
      }
    }
    out.flush();
  }

  private static String why(Ledger ledger) {
    return "%s %s: %s".formatted(ledger.table(), ledger.status(), ledger.reason());
  }

  private static String plural(int pipelines) {
    return pipelines == 1 ? "1 pipeline" : pipelines + " pipelines";
  }
}
