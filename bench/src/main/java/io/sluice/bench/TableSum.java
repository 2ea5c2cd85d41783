package io.sluice.bench;

import static org.apache.spark.sql.functions.expr;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Prints how many rows a table has, and a sum of the checksums of all their values: the same for
 * the same rows in any order. Of a log of changes it prints this for the table that they make.
 *
 * <pre>
 *   TableSum parquet|delta|hudi|changes PATH
 * </pre>
 */
public final class TableSum {

  private TableSum() {}

  public static void main(String[] args) {
    try (SparkSession spark = SparkSession.builder().appName("table-sum").getOrCreate()) {
      Dataset<Row> table =
          args[0].equals("changes")
              ? table(spark.read().parquet(args[1]))
              : spark.read().format(args[0]).load(args[1]);
      System.out.println("table " + sum(table));
    }
  }

  /** Returns the rows that a log of changes leaves. */
  static Dataset<Row> table(Dataset<Row> changes) {
    return changes
        .groupBy("id")
        .agg(expr("max_by(struct(*), ts) AS last"))
        .select("last.*")
        .where("NOT deleted");
  }

  static String sum(Dataset<Row> table) {
    Row sum =
        table
            .selectExpr("xxhash64(id, name, amount, status, address, note, ts) AS row")
            .selectExpr("count(*) AS rows", "sum(CAST(row AS DECIMAL(38, 0))) AS values")
            .first();
    return sum.getLong(0) + " rows, checksum " + sum.getDecimal(1).toPlainString();
  }
}
