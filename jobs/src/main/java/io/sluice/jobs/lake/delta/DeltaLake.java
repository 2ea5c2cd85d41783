package io.sluice.jobs.lake.delta;

import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Messages;
import io.sluice.jobs.pipeline.Problem;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Delta Lake itself: whether it is there, and what a session needs to use it.
 *
 * <p>What reads and writes its log goes by classes that are not its public API, and that change
 * from version to version. They are used in {@link DeltaSnapshot} and in the sink's {@code
 * DeltaTransaction}, nowhere else, and never without {@link #linked}.
 */
public final class DeltaLake {

  private static final String BUILT_FOR = "3.3";
  private static final String LOG = "org.apache.spark.sql.delta.DeltaLog";

  /** What brings Delta Lake to a Spark that has none. */
  public static final String PACKAGE = "io.delta:delta-spark_2.12:3.3.2";

  private DeltaLake() {}

  /** Returns whether Delta Lake is on the class path. */
  public static boolean isAvailable() {
    try {
      Class.forName(LOG, false, DeltaLake.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * Does nothing if Delta Lake is on the class path.
   *
   * @param what the verb and the thing, such as {@code write table}
   * @throws InvalidInputException if it is not
   */
  public static void require(String what, String value) {
    if (!isAvailable()) {
      throw new InvalidInputException(
          Problem.of(
              Messages.cannot(
                  what,
                  value,
                  "Delta Lake is not on the class path",
                  "Add --packages " + PACKAGE + ".")));
    }
  }

  /** Returns the settings that a session must be started with to read and write Delta tables. */
  public static Map<String, String> sessionSettings() {
    return Map.of(
        "spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
  }

  /**
   * Does what uses classes of Delta Lake that another version may not have.
   *
   * @param what the verb and the thing, such as {@code write Delta table}
   * @throws IllegalStateException when this version has them not
   */
  public static <T> T linked(String what, String path, Supplier<T> action) {
    try {
      return action.get();
    } catch (LinkageError e) {
      String reason =
          "Delta Lake %s is on the class path; Sluice is built for %s"
              .formatted(version(), BUILT_FOR);
      throw new IllegalStateException(
          Messages.cannot(what, path, reason, "Use --packages " + PACKAGE + "."), e);
    }
  }

  private static String version() {
    try {
      return io.delta.package$.MODULE$.VERSION();
    } catch (LinkageError e) {
      return "of an unknown version";
    }
  }
}
