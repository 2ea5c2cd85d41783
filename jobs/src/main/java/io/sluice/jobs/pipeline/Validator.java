package io.sluice.jobs.pipeline;

import java.util.List;

/** Checks what files say against each other. */
final class Validator {

  Validator(Project project, List<Pipeline> pipelines, Problems problems) {}

  void validate() {}
}
