package io.sluice.bench;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The posts pipeline as a hand would write it for speed alone: declared schema, one projection, one
 * filter, Parquet. It counts nothing, keeps no rejects and publishes as Spark does.
 *
 * <pre>
 *   LeanPosts RAW_FOLDER TARGET_FOLDER
 * </pre>
 */
public final class LeanPosts {

  private LeanPosts() {}

  public static void main(String[] args) {
    try (SparkSession spark = SparkSession.builder().appName("lean-posts").getOrCreate()) {
      Dataset<Row> posts =
          spark.read().schema("userId INT, id INT, title STRING, body STRING").json(args[0]);
      posts
          .select(
              col("userId").as("UserID"),
              col("id").as("PostID"),
              col("title").as("Title"),
              col("body").as("Content"))
          .where("UserID NOT IN (1, 3, 7)")
          .write()
          .mode(SaveMode.Overwrite)
          .option("compression", "zstd")
          .parquet(args[1]);
    }
  }
}
