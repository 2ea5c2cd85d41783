package io.sluice.jobs.cli;

import io.sluice.jobs.bookmark.Bookmarks;
import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.lake.LakeLayout;
import io.sluice.jobs.lake.TableLock;
import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Load;
import io.sluice.jobs.pipeline.Messages;
import io.sluice.jobs.pipeline.Pipeline;
import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.pipeline.Project;
import io.sluice.jobs.pipeline.TableName;
import io.sluice.jobs.pipeline.WriteMode;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Whose bookmark a command is about. */
final class BookmarkOptions {

  @Mixin private ProjectOptions options;

  @Parameters(paramLabel = "TABLE", description = "The pipeline, by its table <database>.<table>.")
  private String table;

  /**
   * A pipeline that is loaded incrementally, and its bookmark.
   *
   * @param folder where the bookmark lies
   */
  record Opened(
      Project project, Pipeline pipeline, LakeFiles files, LakeLayout lake, String folder) {

    Bookmarks bookmarks() {
      return new Bookmarks(files, folder);
    }

    String table() {
      return pipeline.table().toString();
    }

    /** Returns whether rows stay in the table when their batch is processed again. */
    boolean appends() {
      return pipeline.write().mode() == WriteMode.APPEND;
    }

    TableLock lock(String command) {
      return TableLock.acquire(files, lake.lock(table()), table(), "bookmark-" + command);
    }

    /** What is half published will be marked as done, whatever is said about it before. */
    void requireNothingHalfPublished(String verb) {
      if (files.exists(lake.journal(table()))) {
        throw refused(
            verb,
            table(),
            "a run was cut short while it published this table",
            "Run it again, which finishes that, and then come back: ./sluice run " + table() + ".");
      }
    }
  }

  /** Finds the pipeline; asks nothing of its bookmark yet. */
  Opened open() {
    Project project = options.load();
    Pipeline pipeline = find(project);
    if (pipeline.load() != Load.INCREMENTAL) {
      throw refused(
          "use",
          table,
          "its load is full: each run reads everything, and nothing is remembered",
          "Write load: incremental in its pipeline file, if that is what you want.");
    }
    LakeLayout lake = new LakeLayout(project.environment().lakeRoot());
    LakeFiles files = new LakeFiles(HadoopSettings.of(project.environment()));
    return new Opened(project, pipeline, files, lake, lake.bookmarks(table));
  }

  static InvalidInputException refused(String verb, String table, String reason, String remedy) {
    return new InvalidInputException(
        Problem.of(Messages.cannot(verb + " bookmark", table, reason, remedy)));
  }

  private Pipeline find(Project project) {
    List<Pipeline> pipelines = project.pipelines();
    Optional<Pipeline> found =
        pipelines.stream().filter(p -> p.table().toString().equals(table)).findFirst();
    if (found.isPresent()) {
      return found.get();
    }
    for (Pipeline maker : pipelines) {
      if (maker.targets().stream().anyMatch(t -> t.table().toString().equals(table))) {
        throw refused(
            "find",
            table,
            "it is an output of " + maker.table() + ", which has one bookmark for all its tables",
            "Name " + maker.table() + ".");
      }
    }
    List<String> known = pipelines.stream().map(Pipeline::table).map(TableName::toString).toList();
    throw refused(
        "find", table, "no pipeline makes it", Messages.known("Pipelines are", table, known));
  }
}
