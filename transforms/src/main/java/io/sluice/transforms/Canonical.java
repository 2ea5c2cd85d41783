package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Values in a form that can be compared, hashed and written as text, and that is the same in every
 * session: maps as arrays of their entries in the order of their keys, times as microseconds.
 */
final class Canonical {

  private Canonical() {}

  /** Returns the columns of these fields, canonical, each under its position as a name. */
  static Column[] columns(List<StructField> fields) {
    Column[] columns = new Column[fields.size()];
    for (int i = 0; i < columns.length; i++) {
      StructField field = fields.get(i);
      columns[i] = of(col(FieldPath.quote(field.name())), field.dataType()).as("c" + i);
    }
    return columns;
  }

  /** Returns {@code value} itself wherever nothing in its type needs another form. */
  static Column of(Column value, DataType type) {
    if (!changes(type)) {
      return value;
    }
    if (type instanceof TimestampType) {
      return unix_micros(value);
    }
    if (type instanceof TimestampNTZType) {
      return value.cast(DataTypes.StringType);
    }
    if (type instanceof ArrayType array) {
      return transform(value, e -> of(e, array.elementType()));
    }
    if (type instanceof MapType map) {
      Column entries =
          transform(
              map_entries(value),
              e ->
                  struct(
                      of(e.getField("key"), map.keyType()).as("key"),
                      of(e.getField("value"), map.valueType()).as("value")));
      return Comparing.sortable(type) ? sort_array(entries) : entries;
    }
    Column[] fields =
        Arrays.stream(((StructType) type).fields())
            .map(f -> of(value.getField(f.name()), f.dataType()).as(f.name()))
            .toArray(Column[]::new);
    return when(value.isNotNull(), struct(fields));
  }

  private static boolean changes(DataType type) {
    if (type instanceof ArrayType array) {
      return changes(array.elementType());
    }
    if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields()).anyMatch(f -> changes(f.dataType()));
    }
    return type instanceof MapType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType;
  }
}
