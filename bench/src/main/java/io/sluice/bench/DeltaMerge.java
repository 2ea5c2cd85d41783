package io.sluice.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Brings one batch of changes into a Delta table with one plain MERGE, the last change of a key in
 * the batch against its row: what an engineer writes by hand. Like Hudi it keeps no trace of rows
 * that it deleted.
 *
 * <pre>
 *   DeltaMerge TABLE CHANGES
 * </pre>
 */
public final class DeltaMerge {
  private static final String COLUMNS = "id, name, amount, status, address, note, ts";

  private DeltaMerge() {}

  public static void main(String[] args) {
    try (SparkSession spark = SparkSession.builder().appName("delta-merge").getOrCreate()) {
      String table = "delta.`" + args[0] + "`";
      spark.read().parquet(args[1]).createOrReplaceTempView("changes");
      spark
          .sql("SELECT max_by(struct(*), ts) AS last FROM changes GROUP BY id")
          .select("last.*")
          .createOrReplaceTempView("latest");
      if (!Files.exists(Path.of(args[0]))) {
        spark.sql(
            "CREATE TABLE " + table + " USING delta AS SELECT " + COLUMNS + " FROM latest LIMIT 0");
      }
      spark.sql(
          "MERGE INTO "
              + table
              + " AS t USING latest AS s ON t.id = s.id"
              + " WHEN MATCHED AND s.ts > t.ts AND s.deleted THEN DELETE"
              + " WHEN MATCHED AND s.ts > t.ts THEN UPDATE SET name = s.name, amount = s.amount,"
              + " status = s.status, address = s.address, note = s.note, ts = s.ts"
              + " WHEN NOT MATCHED AND NOT s.deleted THEN INSERT ("
              + COLUMNS
              + ") VALUES (s.id, s.name, s.amount, s.status, s.address, s.note, s.ts)");
    }
  }
}
