package io.sluice.jobs.sink.changes;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sluice.jobs.sink.Arrangement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Names of columns, which may hold any characters. */
final class Names {

  private Names() {}

  static String quoted(String name) {
    return Arrangement.quoted(name);
  }

  /** Gives rows these columns; those that they do not have are NULL. */
  static Dataset<Row> fitted(Dataset<Row> rows, StructType columns) {
    List<String> there = Arrays.asList(rows.columns());
    List<Column> fitted = new ArrayList<>();
    for (StructField field : columns.fields()) {
      boolean has = there.stream().anyMatch(field.name()::equalsIgnoreCase);
      Column value = has ? col(quoted(field.name())) : lit(null);
      fitted.add(value.cast(field.dataType()).as(field.name()));
    }
    return rows.select(fitted.toArray(Column[]::new));
  }

  static List<Column> columns(List<String> names) {
    return names.stream().map(name -> col(quoted(name))).toList();
  }
}
