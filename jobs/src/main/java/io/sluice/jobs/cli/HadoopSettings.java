package io.sluice.jobs.cli;

import io.sluice.jobs.pipeline.Environment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/** Settings of file systems for commands that start no Spark. */
final class HadoopSettings {

  private static final String PREFIX = "spark.hadoop.";

  private HadoopSettings() {}

  /** As for a session: what was said to spark-submit counts most, then the environment. */
  static Configuration of(Environment environment) {
    Map<String, String> settings = new LinkedHashMap<>(environment.spark());
    for (Tuple2<String, String> said : new SparkConf().getAll()) {
      settings.put(said._1(), said._2());
    }
    Configuration hadoop = new Configuration();
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            hadoop.set(key.substring(PREFIX.length()), value);
          }
        });
    return hadoop;
  }
}
