package io.sluice.bench;

import java.util.Locale;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Writes a log of changes as Parquet, a folder for each batch.
 *
 * <pre>
 *   ChangeFiles FOLDER CHANGES KEYS BATCHES
 * </pre>
 */
public final class ChangeFiles {
  private static final int FILES_PER_BATCH = 4;

  private ChangeFiles() {}

  public static void main(String[] args) {
    ChangeLog log =
        new ChangeLog(
            SampleData.SEED,
            Long.parseLong(args[1]),
            Long.parseLong(args[2]),
            Integer.parseInt(args[3]));
    try (SparkSession spark = SparkSession.builder().appName("change-files").getOrCreate()) {
      for (int batch = 0; batch < log.batches(); batch++) {
        rows(spark, log, batch)
            .write()
            .mode(SaveMode.Overwrite)
            .option("compression", "zstd")
            .parquet(String.format(Locale.ROOT, "%s/batch-%02d", args[0], batch + 1));
      }
    }
  }

  /** Returns the changes of one batch, numbered from 0, in the order in which they came in. */
  static Dataset<Row> rows(SparkSession spark, ChangeLog log, int batch) {
    return spark
        .range(log.first(batch), log.first(batch + 1), 1, FILES_PER_BATCH)
        .map(
            (MapFunction<Long, Row>) number -> log.change(number).row(),
            Encoders.row(Change.SCHEMA));
  }
}
