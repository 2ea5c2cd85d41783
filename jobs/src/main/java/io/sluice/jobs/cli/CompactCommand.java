package io.sluice.jobs.cli;

import io.sluice.jobs.cli.Sessions.Session;
import io.sluice.jobs.lake.TableLock;
import io.sluice.jobs.pipeline.ByteSize;
import io.sluice.jobs.pipeline.Compression;
import io.sluice.jobs.pipeline.Project;
import io.sluice.jobs.pipeline.Target;
import io.sluice.jobs.pipeline.Write;
import io.sluice.jobs.sink.delta.DeltaMaintenance;
import io.sluice.jobs.sink.delta.DeltaMaintenance.Compacted;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts the rows of small files into big ones. */
@Command(
    name = "compact",
    description = {
      "Puts the rows of a Delta table's small files into few big ones: of write.target_file_size,"
          + " else of 1 GiB. The rows stay the same, also for readers at work and for incremental"
          + " loads that read this table.",
      "The old files stay until vacuum deletes them, so the table takes up more room at first."
          + " Rows that write.sort_by had sorted are no longer sorted within the new files: use"
          + " --z-order on columns that queries ask for."
    },
    mixinStandardHelpOptions = true)
final class CompactCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ProjectOptions options;

  @Parameters(paramLabel = "TABLE", description = "The table, <database>.<table>.")
  private String table;

  @Option(
      names = "--where",
      paramLabel = "PREDICATE",
      description = "Only partitions for which this is true: \"day >= '2024-01-01'\".")
  private String where;

  @Option(
      names = "--z-order",
      paramLabel = "COLUMNS",
      split = ",",
      description =
          "Bring rows with near values of these columns together, so that queries on them skip"
              + " files. Rewrites all files, not only small ones.")
  private List<String> zOrder = List.of();

  @Override
  public Integer call() {
    Project project = options.load();
    ProjectTables tables = new ProjectTables(project);
    Target target = tables.findDelta("compact table", table);
    try (Session session = Sessions.start("sluice compact", project.environment(), true)) {
      SparkSession spark = session.spark();
      try (TableLock lock = tables.lock(spark, target, "compact")) {
        lock.requireHeld();
        print(compact(spark, project.tablePath(target), target.write()));
      }
    }
    return ExitCode.DONE;
  }

  private Compacted compact(SparkSession spark, String path, Write write) {
    return new DeltaMaintenance(spark, path)
        .compact(
            Optional.ofNullable(where),
            zOrder.stream().map(String::strip).toList(),
            write
                .targetFileSize()
                .map(ByteSize::bytes)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty()),
            write.compression().map(Compression::key));
  }

  private void print(Compacted done) {
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %s files (%s) became %s files (%s); %s were read, %s written.%n",
            table,
            LedgerTable.number(done.filesBefore()),
            LedgerTable.bytes(done.bytesBefore()),
            LedgerTable.number(done.filesAfter()),
            LedgerTable.bytes(done.bytesAfter()),
            LedgerTable.number(done.filesRead()),
            LedgerTable.number(done.filesWritten()));
    spec.commandLine().getOut().flush();
  }
}
