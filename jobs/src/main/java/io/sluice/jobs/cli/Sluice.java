package io.sluice.jobs.cli;

import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Problem;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;

/** The command line: what {@code spark-submit --class io.sluice.jobs.cli.Sluice} starts. */
@Command(
    name = "sluice",
    description = "Takes a data lake from raw to cleaned to curated, every row accounted for.",
    mixinStandardHelpOptions = true,
    versionProvider = Sluice.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer =
        "%nExit codes: 0 done; 1 a run failed; 2 the command line, a pipeline file, a contract or an"
            + " input is wrong, and nothing was written; 3 a quality rule or a quarantine limit"
            + " stopped it.",
    subcommands = {
      RunCommand.class,
      ValidateCommand.class,
      PlanCommand.class,
      ListCommand.class,
      ShowCommand.class,
      ReportCommand.class,
      BookmarkCommand.class,
      CompactCommand.class,
      VacuumCommand.class
    })
public final class Sluice {

  private static final Logger LOG = LoggerFactory.getLogger(Sluice.class);

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** Says which version this is: that of the jar, where there is one. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = Sluice.class.getPackage().getImplementationVersion();
      return new String[] {"sluice " + (version == null ? "(not from a jar)" : version)};
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new Sluice())
        .setUsageHelpWidth(100)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Sluice::report);
  }

  private static int report(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (failure instanceof InvalidInputException invalid) {
      invalid.problems().stream().map(Problem::toString).forEach(err::println);
      int count = invalid.problems().size();
      err.println(
          count == 1
              ? "1 problem; nothing was written."
              : count + " problems; nothing was written.");
      return ExitCode.INVALID;
    }
    LOG.error("{} failed", command.getCommandName(), failure);
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    err.println(
        message.startsWith("Cannot ")
            ? message
            : failure.getClass().getSimpleName() + ": " + message);
    Console.logFile().ifPresent(log -> err.println("The whole story is in " + log));
    return ExitCode.FAILED;
  }
}
