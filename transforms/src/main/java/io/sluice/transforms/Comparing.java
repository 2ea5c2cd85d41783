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
