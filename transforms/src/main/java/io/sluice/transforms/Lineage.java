package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Columns that say where a row came from, and ride along unseen.
 *
 * <p>A run adds such columns when it must know, at a later step, which file or which line a row
 * was. Transforms that turn one row into one row keep them whatever else they select; no transform
 * shows them to its user's expressions as data, compares them, or writes them out.
 */
public final class Lineage {

  /** What the names of these columns begin with. No data column may. */
  public static final String PREFIX = "__sluice_";

  /** The URI of the file that a row was read from, a string. */
  public static final String FILE = PREFIX + "file";

  /** The text of the record that a row was read from. */
  public static final String RAW = PREFIX + "raw";

  private Lineage() {}

  /** Returns whether a column of this name is lineage and not data. */
  public static boolean isLineage(String column) {
    return column.startsWith(PREFIX);
  }

  /** Returns the columns of {@code schema} that ride along. */
  public static List<Column> carried(StructType schema) {
    return Arrays.stream(schema.fieldNames()).filter(Lineage::isLineage).map(c -> col(c)).toList();
  }

  /** Returns {@code schema} without the columns that ride along. */
  public static StructType withoutLineage(StructType schema) {
    return new StructType(visible(schema).toArray(StructField[]::new));
  }

  /** Returns the fields of {@code schema} that are data, in order. */
  public static List<StructField> visible(StructType schema) {
    return Arrays.stream(schema.fields()).filter(f -> !isLineage(f.name())).toList();
  }
}
