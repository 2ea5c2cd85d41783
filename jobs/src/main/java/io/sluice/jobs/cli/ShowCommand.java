package io.sluice.jobs.cli;

import io.sluice.jobs.cli.Sessions.Session;
import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.lake.LakeFiles.FileState;
import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Pipeline;
import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.pipeline.Project;
import io.sluice.jobs.pipeline.TableName;
import io.sluice.jobs.pipeline.Target;
import io.sluice.jobs.sink.WrittenFiles;
import io.sluice.transforms.Nearest;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a table of the lake. */
@Command(
    name = "show",
    description = "Shows a table of the lake: where it lies, its columns, its first rows.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ProjectOptions options;

  @Parameters(paramLabel = "TABLE", description = "The table, <database>.<table>.")
  private String table;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many rows. Default: ${DEFAULT-VALUE}.")
  private int rows;

  @Override
  public Integer call() {
    Project project = options.load();
    Target target = find(project);
    String path = project.tablePath(target);
    try (Session session = Sessions.start("sluice show", project.environment())) {
      SparkSession spark = session.spark();
      List<FileState> files =
          new LakeFiles(spark.sparkContext().hadoopConfiguration()).dataFiles(path);
      if (files.isEmpty()) {
        throw new InvalidInputException(
            Problem.of(
                "Cannot show table: %s (there is nothing in %s yet). Run it first."
                    .formatted(table, path)));
      }
      String description = project.maker(target.table()).flatMap(Pipeline::description).orElse("");
      print(target, description, path, files, spark);
    }
    return ExitCode.DONE;
  }

  private void print(
      Target target, String description, String path, List<FileState> files, SparkSession spark) {
    PrintWriter out = spec.commandLine().getOut();
    // A folder month=06 is shown as it is named.
    spark.conf().set("spark.sql.sources.partitionColumnTypeInference.enabled", "false");
    Dataset<Row> data = WrittenFiles.reader(spark, target.write().format().key()).load(path);
    long bytes = files.stream().mapToLong(FileState::bytes).sum();
    out.printf(
        "%s  %s%n%s, %s in %s%n%n",
        table,
        description,
        path,
        LedgerTable.bytes(bytes),
        files.size() == 1 ? "1 file" : files.size() + " files");
    for (StructField field : data.schema().fields()) {
      out.printf("  %-30s %s%n", field.name(), field.dataType().simpleString());
    }
    out.println();
    out.println(data.showString(rows, 60, false));
    out.flush();
  }

  private Target find(Project project) {
    return tables(project)
        .filter(target -> target.table().toString().equals(table))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    Problem.of(
                        "Cannot show table: %s (no pipeline makes it).%s"
                            .formatted(table, hint(project)))));
  }

  private static Stream<Target> tables(Project project) {
    return project.pipelines().stream().flatMap(pipeline -> pipeline.targets().stream());
  }

  private String hint(Project project) {
    List<String> known = tables(project).map(Target::table).map(TableName::toString).toList();
    String near = Nearest.hint(table, known);
    return near.isEmpty() ? " There are " + String.join(", ", known) + "." : near;
  }
}
