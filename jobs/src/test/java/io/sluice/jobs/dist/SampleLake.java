package io.sluice.jobs.dist;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The sample lake that ships with the project, and what a run over it must tell. */
final class SampleLake {

  private SampleLake() {}

  /** Returns the arguments that build it under {@code lake}. */
  static String[] arguments(Path lake) {
    Path root = Project.root();
    return new String[] {
      "run",
      "--env",
      "local",
      "--conf",
      root.resolve("conf").toString(),
      "--set",
      "lake.root=" + lake,
      "--json"
    };
  }

  static Map<String, String> figures() {
    Map<String, String> figures = new TreeMap<>();
    figures.put("cleaned.posts_all", "in 100 out 100 filtered 0 rejected 0 deduplicated 0");
    figures.put("cleaned.posts", "in 100 out 70 filtered 30 rejected 0 deduplicated 0");
    figures.put("cleaned.posts_stream", "in 12 out 12 filtered 0 rejected 0 deduplicated 0");
    figures.put("cleaned.users", "in 10 out 10 filtered 0 rejected 0 deduplicated 0");
    figures.put("curated.long_posts", "in 100 out 47 filtered 53 rejected 0 deduplicated 0");
    // Ten users are looked up and are no rows of their own.
    figures.put("curated.posts_by_user", "in 110 out 100 filtered 0 rejected 0 deduplicated 0");
    figures.put(
        "curated.posts_by_user_athena", "in 110 out 100 filtered 0 rejected 0 deduplicated 0");
    return figures;
  }
}
