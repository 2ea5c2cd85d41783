package io.sluice.jobs.dist;

import java.nio.file.Path;

/** Where the parts of this project lie while its tests run. */
final class Project {

  private Project() {}

  static Path root() {
    return Path.of(System.getProperty("sluice.root", "..")).toAbsolutePath().normalize();
  }

  /** Returns the shaded jar; it is there from the package phase on. */
  static Path jar() {
    String path = System.getProperty("sluice.jar");
    if (path == null) {
      throw new IllegalStateException(
          "Cannot find the shaded jar: sluice.jar is not set (this is an integration test). Run mvn verify.");
    }
    return Path.of(path);
  }

  /** Returns the folder with {@code jars/} that Maven fills with Spark. */
  static Path sparkHome() {
    return root().resolve("jobs/target/spark");
  }
}
