package io.sluice.jobs.cli;

import io.sluice.jobs.pipeline.Project;
import io.sluice.jobs.pipeline.Selection;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which pipelines of which project a command is about. */
final class SelectionOptions {

  @Mixin private ProjectOptions project;

  @Parameters(
      paramLabel = "SELECTOR",
      arity = "0..*",
      description =
          "Which pipelines: a table (cleaned.posts), a glob ('cleaned.*'), +curated.x with all it"
              + " needs, cleaned.posts+ with all that needs it. None: every pipeline.")
  private List<String> selectors = List.of();

  String env() {
    return project.env();
  }

  Project load() {
    return project.load();
  }

  Selection of(Project loaded) {
    return loaded.select(selectors);
  }

  boolean isAll() {
    return selectors.isEmpty();
  }
}
