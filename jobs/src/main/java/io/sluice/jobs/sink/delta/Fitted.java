package io.sluice.jobs.sink.delta;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sluice.jobs.sink.Arrangement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Rows in the columns of a table. */
final class Fitted {

  private Fitted() {}

  /** Gives rows the table's columns in its order and spelling; those they lack are NULL. */
  static Dataset<Row> to(StructType table, Dataset<Row> rows) {
    Map<String, StructField> given = DeltaSchemas.byName(rows.schema());
    List<Column> columns = new ArrayList<>();
    for (StructField field : table.fields()) {
      StructField own = given.get(DeltaSchemas.key(field.name()));
      Column value = own == null ? lit(null) : col(Arrangement.quoted(own.name()));
      // Names of fields within may differ by case.
      boolean same =
          own != null && own.dataType().catalogString().equals(field.dataType().catalogString());
      columns.add((same ? value : value.cast(field.dataType())).as(field.name()));
    }
    return rows.select(columns.toArray(Column[]::new));
  }
}
