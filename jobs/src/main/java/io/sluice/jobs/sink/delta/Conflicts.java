package io.sluice.jobs.sink.delta;

import io.sluice.jobs.pipeline.Messages;

/** What to say when another writer's commit came first. */
final class Conflicts {

  private Conflicts() {}

  /** Returns {@code failure}, said in our words where it is such a conflict. */
  static RuntimeException explained(String table, RuntimeException failure) {
    // Delta's own exceptions of this kind have no common class that is public.
    if (!failure.getClass().getSimpleName().startsWith("Concurrent")
        && !failure.getClass().getSimpleName().equals("MetadataChangedException")
        && !failure.getClass().getSimpleName().equals("ProtocolChangedException")) {
      return failure;
    }
    return new IllegalStateException(
        Messages.cannot(
            "commit to Delta table",
            table,
            "something else has committed to it meanwhile: "
                + String.valueOf(failure.getMessage()).lines().findFirst().orElse("?"),
            "Run again, and see that nothing but Sluice writes there."),
        failure);
  }
}
