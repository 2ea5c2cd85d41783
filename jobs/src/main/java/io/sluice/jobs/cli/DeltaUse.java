package io.sluice.jobs.cli;

import io.sluice.jobs.lake.delta.DeltaLake;
import io.sluice.jobs.pipeline.Format;
import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Pipeline;
import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.pipeline.Project;
import io.sluice.jobs.pipeline.Read;
import io.sluice.jobs.pipeline.Target;
import java.util.ArrayList;
import java.util.List;

/** Which pipelines use Delta tables: only for them does a session begin with Delta Lake. */
final class DeltaUse {

  private final Project project;

  DeltaUse(Project project) {
    this.project = project;
  }

  /** Returns whether any of the pipelines may read or write a Delta table. */
  boolean in(List<Pipeline> pipelines) {
    return pipelines.stream()
        .anyMatch(
            pipeline ->
                writes(pipeline) || pipeline.read().values().stream().anyMatch(this::mayBeDelta));
  }

  /**
   * Does nothing if Delta Lake is there, or no pipeline needs it.
   *
   * @throws InvalidInputException with each table that cannot be written or read without it
   */
  void require(List<Pipeline> pipelines) {
    List<Problem> problems = new ArrayList<>();
    for (Pipeline pipeline : pipelines) {
      if (writes(pipeline)) {
        require("write table", pipeline.table().toString(), problems);
      }
      pipeline
          .read()
          .forEach(
              (name, read) -> {
                if (isDelta(read)) {
                  require("read input", pipeline.table() + " " + name, problems);
                }
              });
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
  }

  private static void require(String what, String value, List<Problem> problems) {
    try {
      DeltaLake.require(what, value);
    } catch (InvalidInputException e) {
      problems.addAll(e.problems());
    }
  }

  private static boolean writes(Pipeline pipeline) {
    return pipeline.targets().stream().anyMatch(DeltaUse::isDelta);
  }

  static boolean isDelta(Target target) {
    return target.write().format() == Format.DELTA;
  }

  private boolean isDelta(Read read) {
    return read.format().filter(format -> format == Format.DELTA).isPresent()
        || read.table().flatMap(project::target).filter(DeltaUse::isDelta).isPresent();
  }

  /** What a table is that no pipeline makes shows when it is opened. */
  private boolean mayBeDelta(Read read) {
    return isDelta(read) || read.table().filter(t -> project.target(t).isEmpty()).isPresent();
  }
}
