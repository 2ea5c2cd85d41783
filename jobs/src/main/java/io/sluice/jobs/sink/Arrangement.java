package io.sluice.jobs.sink;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Which rows go into one file, and in which order.
 *
 * <p>Rows of one partition are brought together, since each task would otherwise write a file of
 * its own into every partition.
 *
 * @param partitionBy the columns that become folders
 * @param sortBy the columns by which the rows of a file are sorted
 */
public record Arrangement(List<String> partitionBy, List<String> sortBy) {

  /**
   * Returns {@code rows} as they are to be written. Cost: one shuffle where there are partitions,
   * whose parts Spark merges and splits by size; a sort within tasks where one is wanted.
   */
  public Dataset<Row> of(Dataset<Row> rows) {
    return sorted(partitionBy.isEmpty() ? rows : rebalanced(rows));
  }

  /** Returns {@code rows} dealt out by size, also where there are no partitions. */
  public Dataset<Row> dealt(Dataset<Row> rows) {
    return sorted(rebalanced(rows));
  }

  private Dataset<Row> sorted(Dataset<Row> together) {
    if (sortBy.isEmpty()) {
      return together;
    }
    return together.sortWithinPartitions(
        Stream.concat(partitionBy.stream(), sortBy.stream())
            .map(name -> col(quoted(name)))
            .toArray(Column[]::new));
  }

  /** The hint exists in SQL only: Spark 3.5 refuses it from Java. */
  private Dataset<Row> rebalanced(Dataset<Row> rows) {
    SparkSession session = rows.sparkSession();
    String view = "sluice_" + UUID.randomUUID().toString().replace("-", "");
    String columns =
        partitionBy.stream()
            .map(Arrangement::quoted)
            .collect(Collectors.joining(", ", "(", ")"))
            .replace("()", "");
    rows.createOrReplaceTempView(view);
    try {
      return session.sql("SELECT /*+ REBALANCE%s */ * FROM %s".formatted(columns, view));
    } finally {
      session.catalog().dropTempView(view);
    }
  }

  /** Returns a column's name as SQL takes it. */
  public static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
