package io.sluice.jobs.pipeline;

import java.util.List;
import java.util.Map;

/** Reads selectors. */
final class Selector {

  private Selector() {}

  static Selection select(Project project, List<String> selectors) {
    return new Selection(project.pipelines(), Map.of());
  }
}
