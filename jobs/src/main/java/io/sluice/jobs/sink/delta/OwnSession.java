package io.sluice.jobs.sink.delta;

import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.collection.JavaConverters;

/** A session beside another, whose settings can be changed without anybody else noticing. */
final class OwnSession {

  private OwnSession() {}

  /** Returns the same rows, computed with some settings of their own. */
  static Dataset<Row> of(Dataset<Row> rows, Map<String, String> settings) {
    return Dataset.ofRows(of(rows.sparkSession(), settings), rows.queryExecution().analyzed());
  }

  /** Returns a session with all settings of {@code spark}, but for those given. */
  static SparkSession of(SparkSession spark, Map<String, String> settings) {
    SparkSession own = spark.newSession();
    JavaConverters.mapAsJavaMapConverter(spark.conf().getAll())
        .asJava()
        .forEach(
            (key, value) -> {
              if (own.conf().isModifiable(key)) {
                own.conf().set(key, value);
              }
            });
    settings.forEach((key, value) -> own.conf().set(key, value));
    return own;
  }
}
