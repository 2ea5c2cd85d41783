package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A number for a row that rows of other values do not share, but for a chance of one in 2 to the
 * 64th. It is the same in every session and whatever columns are called; it is another where they
 * change places or types.
 */
final class Digest {

  private Digest() {}

  /** Returns the digest of the columns of these fields. */
  static Column of(List<StructField> fields) {
    return hash(
        fields.stream().map(f -> col(FieldPath.quote(f.name()))).toList(),
        fields.stream().map(StructField::dataType).toList());
  }

  /**
   * Returns the hash of values, NULLs among them. To Spark's alone {@code (1, NULL)} is {@code
   * (NULL, 1)}, for it passes over NULL; so which of them are NULL is hashed too.
   */
  private static Column hash(List<Column> values, List<DataType> types) {
    List<Column> parts = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Column value = values.get(i);
      DataType type = types.get(i);
      parts.add(flat(value, type));
      if (type instanceof DoubleType || type instanceof FloatType) {
        // The hash of -0.0 is that of 0.0; as values of a table they are two.
        parts.add(when(value.equalTo(0), value.cast("string")));
      }
    }
    values.forEach(value -> parts.add(value.isNull()));
    return xxhash64(parts.toArray(Column[]::new));
  }

  /** Returns a hash in place of what is nested, the bounds of which Spark's would pass over. */
  private static Column flat(Column value, DataType type) {
    if (type instanceof StructType struct) {
      List<StructField> fields = Arrays.asList(struct.fields());
      return hash(
          fields.stream().map(f -> value.getField(f.name())).toList(),
          fields.stream().map(StructField::dataType).toList());
    }
    if (type instanceof ArrayType array) {
      Column elements = transform(value, e -> hash(List.of(e), List.of(array.elementType())));
      return sized(value, elements);
    }
    if (type instanceof MapType map) {
      List<DataType> types = List.of(map.keyType(), map.valueType());
      Column entries =
          transform(
              map_entries(value),
              e -> hash(List.of(e.getField("key"), e.getField("value")), types));
      return sized(value, sort_array(entries));
    }
    return value;
  }

  private static Column sized(Column value, Column hashes) {
    return when(value.isNotNull(), xxhash64(hashes, size(value)));
  }
}
