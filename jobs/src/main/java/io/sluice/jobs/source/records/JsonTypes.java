package io.sluice.jobs.source.records;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Builds what reads JSON into the columns of a schema. */
final class JsonTypes {

  private final TimeFormats times;

  JsonTypes(TimeFormats times) {
    this.times = times;
  }

  /**
   * Returns what reads a whole record. Every field of {@code schema} is checked; those that {@code
   * slots} does not name are not kept.
   *
   * @param skipped fields of the schema that do not come from the record
   */
  JsonObject record(StructType schema, Map<String, Integer> slots, Set<String> skipped) {
    List<JsonObject.Field> fields = new ArrayList<>();
    for (StructField field : schema.fields()) {
      if (!skipped.contains(field.name())) {
        int slot = slots.getOrDefault(field.name(), -1);
        fields.add(
            new JsonObject.Field(
                field.name(),
                type(field.name(), field.dataType(), !field.nullable(), slot >= 0),
                slot));
      }
    }
    return new JsonObject("", false, fields, slots.size());
  }

  private JsonType type(String path, DataType type, boolean required, boolean kept) {
    String name = type.catalogString();
    if (type instanceof StringType) {
      return kept ? new JsonScalars.Text(path, required) : new JsonScalars.Unread(path, required);
    }
    if (type instanceof IntegerType) {
      return integral(path, name, required, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.class);
    }
    if (type instanceof LongType) {
      return integral(path, name, required, Long.MIN_VALUE, Long.MAX_VALUE, Long.class);
    }
    if (type instanceof ShortType) {
      return integral(path, name, required, Short.MIN_VALUE, Short.MAX_VALUE, Short.class);
    }
    if (type instanceof ByteType) {
      return integral(path, name, required, Byte.MIN_VALUE, Byte.MAX_VALUE, Byte.class);
    }
    if (type instanceof BooleanType) {
      return new JsonScalars.Truth(path, required);
    }
    if (type instanceof StructType struct) {
      List<JsonObject.Field> fields = new ArrayList<>();
      for (StructField f : struct.fields()) {
        JsonType inner = type(path + "." + f.name(), f.dataType(), !f.nullable(), true);
        fields.add(new JsonObject.Field(f.name(), inner, fields.size()));
      }
      return new JsonObject(path, required, fields, fields.size());
    }
    if (type instanceof ArrayType array) {
      return new JsonArray(
          path, required, type(path + "[]", array.elementType(), !array.containsNull(), true));
    }
    if (type instanceof MapType map) {
      return new JsonArray.OfEntries(
          path, required, type(path + "{}", map.valueType(), !map.valueContainsNull(), true));
    }
    TextValue value = TextValues.of(type, times);
    boolean real = type instanceof DoubleType || type instanceof FloatType;
    return real || type instanceof DecimalType
        ? new JsonScalars.Numeral(path, name, required, value, !real)
        : new JsonScalars.Written(path, name, required, value);
  }

  private static JsonType integral(
      String path, String name, boolean required, long least, long most, Class<?> box) {
    return new JsonScalars.Integral(path, name, required, least, most, box);
  }

  /** Returns the part of {@code type} that no JSON value can be read as, or null. */
  static DataType unsupported(DataType type, TimeFormats times) {
    if (type instanceof StructType struct) {
      for (StructField field : struct.fields()) {
        DataType inner = unsupported(field.dataType(), times);
        if (inner != null) {
          return inner;
        }
      }
      return null;
    }
    if (type instanceof ArrayType array) {
      return unsupported(array.elementType(), times);
    }
    if (type instanceof MapType map) {
      return map.keyType() instanceof StringType ? unsupported(map.valueType(), times) : map;
    }
    return TextValues.of(type, times) == null ? type : null;
  }
}
