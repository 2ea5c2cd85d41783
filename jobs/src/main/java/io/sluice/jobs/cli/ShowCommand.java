package io.sluice.jobs.cli;

import io.sluice.jobs.cli.Sessions.Session;
import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.lake.LakeFiles.FileState;
import io.sluice.jobs.lake.delta.DeltaLake;
import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Pipeline;
import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.pipeline.Project;
import io.sluice.jobs.pipeline.Target;
import io.sluice.jobs.sink.WrittenFiles;
import io.sluice.jobs.sink.delta.DeltaStore;
import io.sluice.jobs.sink.delta.DeltaStore.DeltaState;
import java.io.PrintWriter;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
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
    Target target = new ProjectTables(project).find("show table", table);
    boolean delta = DeltaUse.isDelta(target);
    if (delta) {
      DeltaLake.require("show table", table);
    }
    String path = project.tablePath(target);
    try (Session session = Sessions.start("sluice show", project.environment(), delta)) {
      SparkSession spark = session.spark();
      String description = project.maker(target.table()).flatMap(Pipeline::description).orElse("");
      spec.commandLine().getOut().printf("%s  %s%n", table, description);
      if (delta) {
        printDelta(path, spark);
      } else {
        printFiles(target, path, spark);
      }
    }
    return ExitCode.DONE;
  }

  private InvalidInputException nothing(String path) {
    return new InvalidInputException(
        Problem.of(
            "Cannot show table: %s (there is nothing in %s yet). Run it first."
                .formatted(table, path)));
  }

  private void printDelta(String path, SparkSession spark) {
    DeltaState state = new DeltaStore(spark, path).state().orElseThrow(() -> nothing(path));
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s, %s in %s, Delta version %d%n",
        path, LedgerTable.bytes(state.bytes()), files(state.files()), state.version());
    if (!state.partitionBy().isEmpty()) {
      out.printf("partitioned by %s%n", String.join(", ", state.partitionBy()));
    }
    new TreeMap<>(state.properties()).forEach((key, value) -> out.printf("%s = %s%n", key, value));
    out.println();
    printRows(spark.read().format("delta").option("versionAsOf", state.version()).load(path));
  }

  private void printFiles(Target target, String path, SparkSession spark) {
    List<FileState> files =
        new LakeFiles(spark.sparkContext().hadoopConfiguration()).dataFiles(path);
    if (files.isEmpty()) {
      throw nothing(path);
    }
    // A folder month=06 is shown as it is named.
    spark.conf().set("spark.sql.sources.partitionColumnTypeInference.enabled", "false");
    Dataset<Row> data = WrittenFiles.reader(spark, target.write().format().key()).load(path);
    long bytes = files.stream().mapToLong(FileState::bytes).sum();
    spec.commandLine()
        .getOut()
        .printf("%s, %s in %s%n%n", path, LedgerTable.bytes(bytes), files(files.size()));
    printRows(data);
  }

  private static String files(long files) {
    return files == 1 ? "1 file" : files + " files";
  }

  private void printRows(Dataset<Row> data) {
    PrintWriter out = spec.commandLine().getOut();
    for (StructField field : data.schema().fields()) {
      out.printf("  %-30s %s%n", field.name(), field.dataType().simpleString());
    }
    out.println();
    out.println(data.showString(rows, 60, false));
    out.flush();
  }
}
