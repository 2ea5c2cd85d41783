package io.sluice.jobs.cli;

import io.sluice.jobs.pipeline.Environment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Starts the Spark session of a command. */
final class Sessions {

  private Sessions() {}

  /**
   * What Sluice sets where nobody else did. Times are in UTC wherever a job runs; timestamps are
   * written as every engine reads them; a second attempt at a task that is merely slow would write
   * everything twice.
   */
  private static Map<String, String> defaults() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.master", "local[*]");
    settings.put("spark.sql.session.timeZone", "UTC");
    settings.put("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    settings.put("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED");
    settings.put("spark.sql.parquet.int96RebaseModeInWrite", "CORRECTED");
    settings.put("spark.speculation", "false");
    settings.put("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");
    settings.put("spark.ui.showConsoleProgress", "false");
    return settings;
  }

  /** Starts a session: the environment's settings, then spark-submit's, then the defaults. */
  static SparkSession start(String name, Environment environment) {
    SparkConf given = new SparkConf();
    SparkConf settings = new SparkConf();
    defaults().forEach(settings::setIfMissing);
    environment.spark().forEach(settings::set);
    if (given.contains("spark.master")) {
      settings.set("spark.master", given.get("spark.master"));
    }
    return SparkSession.builder().appName(name).config(settings).getOrCreate();
  }
}
