package io.sluice.jobs.cli;

import io.sluice.jobs.pipeline.Environment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Starts the Spark session of a command. */
final class Sessions {

  /** What spark-submit says when nobody says anything. */
  private static final String ANY_MASTER = "local[*]";

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
   */
  static Session start(String name, Environment environment) {
    boolean own = SparkSession.getDefaultSession().isEmpty();
    SparkConf settings = new SparkConf();
    String master = environment.spark().get("spark.master");
    if (master != null && settings.get("spark.master", ANY_MASTER).equals(ANY_MASTER)) {
      settings.set("spark.master", master);
    }
    environment.spark().forEach(settings::setIfMissing);
    defaults().forEach(settings::setIfMissing);
    return new Session(SparkSession.builder().appName(name).config(settings).getOrCreate(), own);
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
