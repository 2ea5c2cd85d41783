package io.sluice.bench;

import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A transform, and plain Spark that gives the same rows.
 *
 * @param columns those of {@link TransformRows} that both are given
 */
record TransformPair(
    String name,
    List<String> columns,
    UnaryOperator<Dataset<Row>> sluice,
    UnaryOperator<Dataset<Row>> plain) {

  Dataset<Row> select(Dataset<Row> table) {
    return table.selectExpr(columns.toArray(String[]::new));
  }
}
