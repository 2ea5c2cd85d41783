package io.sluice.jobs.cli;

import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.lake.LakeLayout;
import io.sluice.jobs.lake.TableLock;
import io.sluice.jobs.lake.delta.DeltaLake;
import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Messages;
import io.sluice.jobs.pipeline.Pipeline;
import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.pipeline.Project;
import io.sluice.jobs.pipeline.TableName;
import io.sluice.jobs.pipeline.Target;
import io.sluice.jobs.run.RunId;
import io.sluice.transforms.Nearest;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** The tables of a project, as commands that are about one of them find it. */
final class ProjectTables {

  private final Project project;

  ProjectTables(Project project) {
    this.project = project;
  }

  /**
   * Returns the table of this name.
   *
   * @param what the verb and the thing, such as {@code show table}
   * @throws InvalidInputException if no pipeline makes it
   */
  Target find(String what, String table) {
    return all()
        .filter(target -> target.table().toString().equals(table))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    Problem.of(
                        "Cannot %s: %s (no pipeline makes it).%s"
                            .formatted(what, table, hint(table)))));
  }

  /**
   * Returns the Delta table of this name.
   *
   * @throws InvalidInputException if there is none, it is of another format, or Delta Lake is
   *     missing
   */
  Target findDelta(String what, String table) {
    Target target = find(what, table);
    if (!DeltaUse.isDelta(target)) {
      throw new InvalidInputException(
          Problem.of(
              Messages.cannot(
                  what,
                  table,
                  "it is written as "
                      + target.write().format().key()
                      + ", for which this is not supported yet",
                  "Only tables of write.format: delta can be.")));
    }
    DeltaLake.require(what, table);
    return target;
  }

  /** Takes the lock of a table, for a command of this name. */
  TableLock lock(SparkSession spark, Target target, String command) {
    String id = command + "-" + RunId.at(Clock.systemUTC().instant()).text();
    String name = target.table().toString();
    return TableLock.acquire(files(spark), lake().lock(name), name, id);
  }

  /**
   * Makes sure that no run has begun to publish the table and was cut short: it will want the files
   * that it has written.
   */
  void requireSettled(SparkSession spark, Target target, String what) {
    TableName made = project.maker(target.table()).map(Pipeline::table).orElseThrow();
    String journal = lake().journal(made.toString());
    if (files(spark).exists(journal)) {
      throw new IllegalStateException(
          Messages.cannot(
              what,
              target.table().toString(),
              "a run has begun to publish it and was cut short: " + journal,
              "Run " + made + " first: that finishes it."));
    }
  }

  private LakeLayout lake() {
    return new LakeLayout(project.environment().lakeRoot());
  }

  private static LakeFiles files(SparkSession spark) {
    return new LakeFiles(spark.sparkContext().hadoopConfiguration());
  }

  private Stream<Target> all() {
    return project.pipelines().stream().flatMap(pipeline -> pipeline.targets().stream());
  }

  private String hint(String table) {
    List<String> known = all().map(Target::table).map(TableName::toString).toList();
    String near = Nearest.hint(table, known);
    return near.isEmpty() ? " There are " + String.join(", ", known) + "." : near;
  }
}
