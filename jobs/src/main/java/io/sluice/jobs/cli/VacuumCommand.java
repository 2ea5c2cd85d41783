package io.sluice.jobs.cli;

import io.sluice.jobs.cli.Sessions.Session;
import io.sluice.jobs.lake.TableLock;
import io.sluice.jobs.pipeline.Durations;
import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Messages;
import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.pipeline.Project;
import io.sluice.jobs.pipeline.Target;
import io.sluice.jobs.sink.delta.DeltaMaintenance;
import io.sluice.jobs.sink.delta.DeltaMaintenance.Vacuumed;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Deletes files that a table no longer has. */
@Command(
    name = "vacuum",
    description = {
      "Deletes files of a Delta table that it has not had for some time, and files of runs that"
          + " never came to publish them. This cannot be undone.",
      "The dangers:",
      "  - Versions of the table from before that time can no longer be read (time travel,"
          + " RESTORE).",
      "  - A query or run that began before that time, and still reads the old files, fails.",
      "  - A writer other than Sluice that has written files and not yet committed them loses"
          + " them, if they are older. (Runs of Sluice hold the table's lock, which this waits for"
          + " nobody to release: it says who holds it.)",
      "  - Readers of the change feed, and incremental loads that read this table, that have not"
          + " caught up so far must start over with --full.",
      "So keep at least what the slowest of them needs. Less than 168h is refused unless --force."
    },
    mixinStandardHelpOptions = true)
final class VacuumCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ProjectOptions options;

  @Parameters(paramLabel = "TABLE", description = "The table, <database>.<table>.")
  private String table;

  @Option(
      names = "--retention",
      paramLabel = "TIME",
      description =
          "How long ago the table must have ceased to have a file, such as 168h or 30d. Default:"
              + " the table's property delta.deletedFileRetentionDuration, else 168h.")
  private String retention;

  @Option(
      names = "--force",
      description =
          "Allow a retention below 168h. Only when nothing reads or writes the table, and nobody"
              + " will want its older versions.")
  private boolean force;

  @Option(names = "--dry-run", description = "Say what would be deleted, and delete nothing.")
  private boolean dryRun;

  @Override
  public Integer call() {
    Optional<Duration> kept = Optional.ofNullable(retention).map(VacuumCommand::parsed);
    Project project = options.load();
    ProjectTables tables = new ProjectTables(project);
    Target target = tables.findDelta("vacuum table", table);
    try (Session session = Sessions.start("sluice vacuum", project.environment(), true)) {
      SparkSession spark = session.spark();
      try (TableLock lock = tables.lock(spark, target, "vacuum")) {
        lock.requireHeld();
        tables.requireSettled(spark, target, "vacuum table");
        Vacuumed done =
            new DeltaMaintenance(spark, project.tablePath(target)).vacuum(kept, force, dryRun);
        print(done);
      }
    }
    return ExitCode.DONE;
  }

  private static Duration parsed(String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          Problem.of(Messages.cannot("use retention", text, e.getMessage(), "Write 168h.")));
    }
  }

  private void print(Vacuumed done) {
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %s %s (%s)%s.%n",
            table,
            LedgerTable.number(done.files()),
            done.files() == 1 ? "file" : "files",
            LedgerTable.bytes(done.bytes()),
            dryRun ? " would be deleted" : " deleted");
    spec.commandLine().getOut().flush();
  }
}
