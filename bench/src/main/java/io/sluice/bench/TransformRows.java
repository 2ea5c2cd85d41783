package io.sluice.bench;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Rows with a column for whatever a transform works on; the same for the same number of rows. */
final class TransformRows {

  private TransformRows() {}

  static Dataset<Row> of(SparkSession spark, long rows) {
    return spark
        .range(rows)
        .selectExpr(
            "id",
            "xxhash64(id) % " + Math.max(1, rows / 10) + " AS key",
            "CAST(id % 100 AS INT) AS grp",
            "CAST(xxhash64(id, 1) % 1000000 AS INT) AS amount",
            "CASE WHEN id % 7 = 0 THEN NULL ELSE CAST(id % 1000 AS INT) END AS gap",
            "CAST(id % 1000 AS STRING) AS digits",
            "CASE WHEN id % 3 = 0 THEN 'Like' ELSE 'Dislike' END AS survey",
            "concat(id % 900, ' High Street, Town ', id % 50, ', ', 10000 + id % 80000) AS address",
            "date_format(timestamp_seconds(1600000000 + id % 50000000), 'MMyyyydd HH:mm') AS local",
            "timestamp_seconds(1600000000 + xxhash64(id, 2) % 50000000) AS ts",
            "concat('{\"a\": ', id % 100, ', \"b\": \"text ', id % 1000, '\"}') AS doc",
            "concat('user', id, '@example.org') AS email",
            "named_struct('Street Name', concat('s', id % 100), 'geoPoint',"
                + " named_struct('lat', id / 7, 'lng', id / 11)) AS place",
            "transform(sequence(1, 1 + CAST(id % 3 AS INT)),"
                + " i -> named_struct('sku', concat('p', i), 'qty', i)) AS items",
            "element_at(array('I', 'U', 'U', 'D'), 1 + CAST(id % 4 AS INT)) AS Op",
            "CAST(id % 12 AS INT) AS month");
  }
}
