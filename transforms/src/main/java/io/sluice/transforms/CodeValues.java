package io.sluice.transforms;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;

/** The values of a table of codes: from what users write to values of Spark's types. */
final class CodeValues {

  private CodeValues() {}

  /** Returns the type that all values of a table have. */
  static DataType common(String column, Map<String, ?> entries) {
    Collection<?> values = entries.values().stream().filter(Objects::nonNull).toList();
    if (values.stream().allMatch(CodeValues::whole)) {
      // A table of nothing but NULLs is one of ints as well as of anything.
      return values.stream().allMatch(v -> ((Number) v).longValue() == ((Number) v).intValue())
          ? DataTypes.IntegerType
          : DataTypes.LongType;
    }
    if (values.stream().allMatch(Number.class::isInstance)) {
      return DataTypes.DoubleType;
    }
    if (values.stream().allMatch(Boolean.class::isInstance)) {
      return DataTypes.BooleanType;
    }
    if (values.stream().allMatch(String.class::isInstance)) {
      return DataTypes.StringType;
    }
    throw TransformErrors.cannot(
        "conform column",
        column,
        "its new values are numbers, texts and booleans side by side",
        "Say their type.");
  }

  private static boolean whole(Object value) {
    return value instanceof Byte
        || value instanceof Short
        || value instanceof Integer
        || value instanceof Long;
  }

  /** Returns what {@code text} is in a column of {@code type}. */
  static Object key(String column, String text, DataType type) {
    Object key = read(column, text, type, "the entry " + text + " is not ");
    // Spark takes -0.0 for 0.0 in a comparison, Java does not.
    if (key instanceof Double number && number == 0) {
      return 0.0;
    }
    return key instanceof Float number && number == 0 ? (Object) 0.0f : key;
  }

  /** Returns a new value as one of {@code type}; NULL stays NULL. */
  static Object value(String column, Object value, DataType type) {
    return value == null
        ? null
        : read(column, String.valueOf(value), type, "the new value " + value + " is not ");
  }

  private static Object read(String column, String text, DataType type, String notOne) {
    try {
      Object value = read(text, type);
      if (value != null) {
        return value;
      }
    } catch (NumberFormatException | ArithmeticException | DateTimeParseException e) {
      throw TransformErrors.cannot(
          "conform column", column, notOne + TypeNames.article(type), "Correct it, or the type.");
    }
    throw TransformErrors.cannot(
        "conform column",
        column,
        TypeNames.of(type) + " has no table of values",
        "Cast it to string with apply_mapping first.");
  }

  private static Object read(String text, DataType type) {
    if (type instanceof StringType) {
      return text;
    }
    if (type instanceof BooleanType) {
      if (!text.equals("true") && !text.equals("false")) {
        throw new NumberFormatException(text);
      }
      return Boolean.valueOf(text);
    }
    if (type instanceof DateType) {
      return LocalDate.parse(text);
    }
    if (type instanceof DoubleType) {
      return Double.valueOf(text);
    }
    if (type instanceof FloatType) {
      return Float.valueOf(text);
    }
    if (type instanceof DecimalType decimal) {
      return decimal(new BigDecimal(text), decimal);
    }
    return Widening.digits(type) > 0 ? whole(text, type) : null;
  }

  private static Object whole(String text, DataType type) {
    if (type instanceof ByteType) {
      return Byte.valueOf(text);
    }
    if (type instanceof ShortType) {
      return Short.valueOf(text);
    }
    return type instanceof IntegerType ? (Object) Integer.valueOf(text) : Long.valueOf(text);
  }

  private static BigDecimal decimal(BigDecimal number, DecimalType type) {
    BigDecimal scaled = number.setScale(type.scale(), RoundingMode.UNNECESSARY);
    if (scaled.precision() > type.precision()) {
      throw new ArithmeticException("too many digits");
    }
    return scaled;
  }
}
