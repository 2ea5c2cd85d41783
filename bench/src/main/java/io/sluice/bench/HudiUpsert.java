package io.sluice.bench;

import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Brings one batch of changes into a copy-on-write table of Apache Hudi, as its documentation has
 * it: by key, the row with the highest time wins, whenever it arrives.
 *
 * <pre>
 *   HudiUpsert TABLE CHANGES [OPTION=VALUE...]
 * </pre>
 */
public final class HudiUpsert {

  private HudiUpsert() {}

  public static void main(String[] args) {
    try (SparkSession spark = SparkSession.builder().appName("hudi-upsert").getOrCreate()) {
      DataFrameWriter<Row> writer =
          spark
              .read()
              .parquet(args[1])
              .withColumn("_hoodie_is_deleted", col("deleted"))
              .drop("deleted")
              .write()
              .format("hudi")
              .option("hoodie.table.name", "customers")
              .option("hoodie.datasource.write.table.type", "COPY_ON_WRITE")
              .option("hoodie.datasource.write.operation", "upsert")
              .option("hoodie.datasource.write.recordkey.field", "id")
              .option("hoodie.datasource.write.partitionpath.field", "")
              // Its name until version 1.0, and the one since.
              .option("hoodie.datasource.write.precombine.field", "ts")
              .option("hoodie.table.ordering.fields", "ts")
              .option("hoodie.record.merge.mode", "EVENT_TIME_ORDERING")
              // Both sides write zstd; Hudi's own choice, gzip, takes longer.
              .option("hoodie.parquet.compression.codec", "zstd");
      for (String option : Arrays.asList(args).subList(2, args.length)) {
        int equals = option.indexOf('=');
        writer.option(option.substring(0, equals), option.substring(equals + 1));
      }
      writer.mode(SaveMode.Append).save(args[0]);
    }
  }
}
