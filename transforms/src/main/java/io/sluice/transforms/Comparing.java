package io.sluice.transforms;

import java.util.Arrays;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** Which types have values that can be told to be equal, and which an order. */
final class Comparing {

  private Comparing() {}

  /** Returns whether Spark can group and join by values of this type: not where maps are in it. */
  static boolean comparable(DataType type) {
    if (type instanceof ArrayType array) {
      return comparable(array.elementType());
    }
    if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields()).allMatch(f -> comparable(f.dataType()));
    }
    return !(type instanceof MapType);
  }

  /** Refuses a column whose values cannot be told to be equal. */
  static void require(String column, DataType type) {
    if (!comparable(type)) {
      throw TransformErrors.cannot(
          "compare column",
          column,
          TypeNames.of(type) + " holds a map, and maps cannot be compared",
          "Give keys without it, or turn it into an array with derive and map_entries.");
    }
  }

  /** Returns whether Spark can sort by values of this type, once {@link Canonical} made of it. */
  static boolean sortable(DataType type) {
    if (type instanceof ArrayType array) {
      return sortable(array.elementType());
    }
    if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields()).allMatch(f -> sortable(f.dataType()));
    }
    if (type instanceof MapType map) {
      return sortable(map.keyType()) && sortable(map.valueType());
    }
    return !(type instanceof CalendarIntervalType);
  }

  /** Returns whether Spark can sort by values of this type. */
  static boolean ordered(DataType type) {
    if (type instanceof ArrayType array) {
      return ordered(array.elementType());
    }
    if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields()).allMatch(f -> ordered(f.dataType()));
    }
    return !(type instanceof MapType) && !(type instanceof CalendarIntervalType);
  }
}
