package io.sluice.jobs.run;

import io.sluice.jobs.TestSpark;
import io.sluice.jobs.pipeline.Plan;
import io.sluice.jobs.pipeline.Planner;
import io.sluice.jobs.pipeline.Project;
import io.sluice.jobs.pipeline.Selection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A project and its lake in a folder of a test's own, run in the shared session. */
final class Lake {

  private final Path folder;
  private final SparkSession spark = TestSpark.session();
  private int runs;
  private boolean full;

  Lake(Path folder) {
    this.folder = folder;
    write(
        "conf/env/test.yaml",
        """
        lake: { root: lake, raw: raw }
        catalog: { type: none }
        """);
  }

  Lake write(String path, String text) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a pipeline; {@code table} is its name, {@code text} the rest of its file. */
  Lake pipeline(String table, String text) {
    return write(
        "conf/pipelines/" + table.replace('.', '/') + ".yaml", "table: " + table + "\n" + text);
  }

  Project project() {
    return Project.load(folder.resolve("conf"), "test", Map.of());
  }

  List<Ledger> run(String... selectors) {
    return runAs("run" + runs++, selectors);
  }

  List<Ledger> runAs(String id, String... selectors) {
    Project project = project();
    Selection selection = project.select(List.of(selectors));
    Inputs inputs = new Inputs(spark, project);
    List<Plan> plans = new Planner(spark, project, inputs).plan(selection);
    return new LakeRun(spark, project, inputs, full, selection, Progress.NONE)
        .execute(plans, new RunId(id));
  }

  /** Makes incremental loads anew from all their input, from now on. */
  Lake full(boolean rebuilds) {
    full = rebuilds;
    return this;
  }

  Dataset<Row> table(String table) {
    return spark.read().parquet(folder.resolve("lake/" + table.replace('.', '/')).toString());
  }

  Dataset<Row> quarantine(String table) {
    return spark
        .read()
        .parquet(folder.resolve("lake/_sluice/quarantine/" + table.replace('.', '/')).toString());
  }

  Path path(String path) {
    return folder.resolve(path);
  }

  /** Returns all files below a folder of this project, relative to it. */
  List<String> files(String below) {
    Path start = folder.resolve(below);
    if (!Files.exists(start)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(start)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> start.relativize(path).toString())
          .filter(path -> !path.endsWith(".crc"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
