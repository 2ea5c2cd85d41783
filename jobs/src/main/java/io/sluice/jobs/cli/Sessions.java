package io.sluice.jobs.cli;

import io.sluice.jobs.pipeline.Environment;
import io.sluice.jobs.sink.delta.DeltaStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Starts the Spark session of a command. */
final class Sessions {

  /** What spark-submit says when nobody says anything. */
  private static final String ANY_MASTER = "local[*]";

  private static final String EXTENSIONS = "spark.sql.extensions";

  private Sessions() {}

  /**
   * What Sluice sets where nobody else did. Times are in UTC wherever a job runs; timestamps are
   * written as every engine reads them; a second attempt at a task that is merely slow would write
   * everything twice.
   */
  private static Map<String, String> defaults() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.master", ANY_MASTER);
    settings.put("spark.sql.session.timeZone", "UTC");
    settings.put("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    settings.put("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED");
    settings.put("spark.sql.parquet.int96RebaseModeInWrite", "CORRECTED");
    settings.put("spark.speculation", "false");
    settings.put("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");
    settings.put("spark.ui.showConsoleProgress", "false");
    return settings;
  }

  /**
   * Starts a session, or takes the one that is there. What was said to spark-submit counts most,
   * then the environment, then the defaults above.
   *
   * @param delta whether it is to know Delta tables, where Delta Lake is there: that takes longer
   */
  static Session start(String name, Environment environment, boolean delta) {
    boolean own = SparkSession.getDefaultSession().isEmpty();
    SparkConf settings = new SparkConf();
    String master = environment.spark().get("spark.master");
    if (master != null && settings.get("spark.master", ANY_MASTER).equals(ANY_MASTER)) {
      settings.set("spark.master", master);
    }
    environment.spark().forEach(settings::setIfMissing);
    defaults().forEach(settings::setIfMissing);
    if (delta && DeltaStore.isAvailable()) {
      addDelta(settings);
    }
    return new Session(SparkSession.builder().appName(name).config(settings).getOrCreate(), own);
  }

  /** Extensions that somebody else has asked for stay. */
  static void addDelta(SparkConf settings) {
    Map<String, String> wanted = new LinkedHashMap<>(DeltaStore.sessionSettings());
    String extension = wanted.remove(EXTENSIONS);
    String others = settings.get(EXTENSIONS, "");
    if (!List.of(others.split("\\s*,\\s*")).contains(extension)) {
      settings.set(EXTENSIONS, others.isBlank() ? extension : others + "," + extension);
    }
    wanted.forEach(settings::setIfMissing);
    if (settings.get("spark.master").startsWith("local")) {
      // Delta deals a table's log out over 50 tasks, which takes two cores longer than the log.
      settings.setIfMissing("spark.databricks.delta.snapshotPartitions", "4");
    }
  }

  /**
   * A session in use.
   *
   * @param own whether it was started here, and so is to be stopped here
   */
  record Session(SparkSession spark, boolean own) implements AutoCloseable {

    @Override
    public void close() {
      if (own) {
        spark.stop();
      }
    }
  }
}
