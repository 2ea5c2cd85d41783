package io.sluice.jobs.cli;

import io.sluice.jobs.cli.Sessions.Session;
import io.sluice.jobs.pipeline.Plan;
import io.sluice.jobs.pipeline.Planner;
import io.sluice.jobs.pipeline.Project;
import io.sluice.jobs.pipeline.Selection;
import io.sluice.jobs.run.Inputs;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what pipelines would do. */
@Command(
    name = "plan",
    description =
        "Prints the columns that each step gives, found out on empty data. Writes nothing.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private SelectionOptions options;

  @Override
  public Integer call() {
    Project project = options.load();
    Selection selection = options.of(project);
    DeltaUse delta = new DeltaUse(project);
    delta.require(selection.ordered());
    PrintWriter out = spec.commandLine().getOut();
    try (Session session =
        Sessions.start("sluice plan", project.environment(), delta.in(selection.ordered()))) {
      SparkSession spark = session.spark();
      for (Plan plan : new Planner(spark, project, new Inputs(spark, project)).plan(selection)) {
        out.println(plan);
      }
    }
    out.flush();
    return ExitCode.DONE;
  }
}
