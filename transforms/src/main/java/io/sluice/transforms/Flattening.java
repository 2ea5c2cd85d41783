package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import io.sluice.transforms.FlatTable.Array;
import io.sluice.transforms.FlatTable.Flat;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Makes one flat table of nested rows.
 *
 * @param columns of the nested rows
 */
record Flattening(FlatTable table, Columns columns) {

  private static final String KEY = Lineage.PREFIX + "key";
  private static final String INDEX = Lineage.PREFIX + "index";
  private static final String ELEMENT = Lineage.PREFIX + "element";

  /**
   * Returns the table.
   *
   * @param rows with {@link RowKeys#ROW}, where there is an array in them
   */
  Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    Dataset<Row> at = rows;
    boolean inside = false;
    for (Array array : table.arrays()) {
      Column value = value(array.path(), inside);
      at = tally.keep(at, value.isNotNull(), "null " + array.name());
      at = tally.keep(at, size(value).gt(0), "empty " + array.name());
      List<Column> made = new ArrayList<>();
      made.add(RowKeys.ofArray(owner(inside), array.name()).as(KEY));
      made.add(posexplode(value).as(new String[] {INDEX, ELEMENT}));
      at = at.select(columns.withLineage(made));
      inside = true;
    }
    List<Column> out = new ArrayList<>();
    if (inside) {
      out.add(col(KEY).as("id"));
      out.add(col(INDEX).as("index"));
    }
    for (Flat column : table.columns()) {
      out.add(content(column, inside).as(column.name()));
    }
    return at.select(columns.withLineage(out));
  }

  private static Column content(Flat column, boolean inside) {
    Column value = value(column.path(), inside);
    return switch (column.kind()) {
      case VALUE -> value;
      case IS_NULL -> value.isNull();
      case KEY -> when(value.isNotNull(), RowKeys.ofArray(owner(inside), column.name()));
    };
  }

  private static Column owner(boolean inside) {
    return inside ? concat(col(KEY), lit(":"), col(INDEX)) : col(RowKeys.ROW);
  }

  private static Column value(List<String> path, boolean inside) {
    Column value = inside ? col(ELEMENT) : col(FieldPath.quote(path.get(0)));
    for (String name : inside ? path : path.subList(1, path.size())) {
      value = value.getField(name);
    }
    return value;
  }
}
