package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.to_json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * A name for each row that is the same on every run.
 *
 * @param naturalKey the paths of the columns that tell rows apart; none to take the whole row
 */
record RowKeys(Columns columns, List<String> naturalKey) {

  /** The column that holds the name of a row. */
  static final String ROW = Lineage.PREFIX + "row";

  private static final int DIGITS = 32;

  /** Returns the rows with {@link #ROW}. */
  Dataset<Row> on(Dataset<Row> rows) {
    if (!naturalKey.isEmpty()) {
      return rows.withColumn(ROW, hash(naturalValues()));
    }
    // What ties here is equal in all that is data; lineage decides, for nothing else can.
    List<Column> ties = new ArrayList<>(List.of(columns.withLineage(List.of())));
    ties.add(lit(0));
    Column occurrence =
        row_number().over(Window.partitionBy(col(ROW)).orderBy(ties.toArray(Column[]::new)));
    return rows.withColumn(ROW, hash(Canonical.columns(columns.fields())))
        .withColumn(ROW, concat(col(ROW), lit("#"), occurrence));
  }

  /** Returns the key of an array in a row, or in an element, of this name. */
  static Column ofArray(Column name, String array) {
    return substring(sha2(concat(name, lit(":" + array)), 256), 1, DIGITS);
  }

  private Column[] naturalValues() {
    Column[] values = new Column[naturalKey.size()];
    for (int i = 0; i < values.length; i++) {
      Columns.Found found = columns.find(naturalKey.get(i));
      values[i] = Canonical.of(found.column(), found.type()).as("c" + i);
    }
    return values;
  }

  private static Column hash(Column[] values) {
    return sha2(to_json(struct(values), Map.of("ignoreNullFields", "false")), 256);
  }
}
