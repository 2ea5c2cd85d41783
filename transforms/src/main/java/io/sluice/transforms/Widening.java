package io.sluice.transforms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Which types hold every value of which others, exactly. */
final class Widening {

  private Widening() {}

  /** Returns whether each value of {@code from} is a value of {@code to}, none of them rounded. */
  static boolean lossless(DataType from, DataType to) {
    if (TypeNames.same(from, to) || from instanceof NullType) {
      return true;
    }
    if (digits(from) > 0) {
      return wholeTo(from, to);
    }
    if (from instanceof FloatType) {
      return to instanceof DoubleType;
    }
    if (from instanceof DecimalType narrow && to instanceof DecimalType wide) {
      return wide.scale() >= narrow.scale()
          && wide.precision() - wide.scale() >= narrow.precision() - narrow.scale();
    }
    if (from instanceof ArrayType a && to instanceof ArrayType b) {
      return lossless(a.elementType(), b.elementType());
    }
    if (from instanceof MapType a && to instanceof MapType b) {
      return lossless(a.keyType(), b.keyType()) && lossless(a.valueType(), b.valueType());
    }
    return from instanceof StructType a && to instanceof StructType b && fieldsFit(a, b);
  }

  private static boolean wholeTo(DataType from, DataType to) {
    if (digits(to) > 0) {
      return digits(to) >= digits(from);
    }
    if (to instanceof DecimalType decimal) {
      return decimal.precision() - decimal.scale() >= digits(from);
    }
    return (to instanceof DoubleType && digits(from) <= 10)
        || (to instanceof FloatType && digits(from) <= 5);
  }

  private static boolean fieldsFit(StructType from, StructType to) {
    return from.size() == to.size()
        && Arrays.stream(to.fields())
            .allMatch(
                t ->
                    Arrays.stream(from.fields())
                        .anyMatch(
                            f ->
                                f.name().equals(t.name()) && lossless(f.dataType(), t.dataType())));
  }

  /** Returns the narrowest type that holds every value of both, if there is one. */
  static Optional<DataType> common(DataType a, DataType b) {
    if (a instanceof ArrayType x && b instanceof ArrayType y) {
      return common(x.elementType(), y.elementType()).map(DataTypes::createArrayType);
    }
    if (a instanceof MapType x && b instanceof MapType y) {
      return common(x.keyType(), y.keyType())
          .flatMap(
              k -> common(x.valueType(), y.valueType()).map(v -> DataTypes.createMapType(k, v)));
    }
    if (a instanceof StructType x && b instanceof StructType y) {
      return commonFields(x, y);
    }
    if (lossless(a, b)) {
      return Optional.of(TypeNames.nullable(b));
    }
    if (lossless(b, a)) {
      return Optional.of(TypeNames.nullable(a));
    }
    boolean oneDecimal = a instanceof DecimalType || b instanceof DecimalType;
    if (oneDecimal && whole(a) > 0 && whole(b) > 0) {
      int scale = Math.max(scale(a), scale(b));
      int precision = Math.max(whole(a), whole(b)) + scale;
      return precision <= DecimalType.MAX_PRECISION()
          ? Optional.of(DataTypes.createDecimalType(precision, scale))
          : Optional.empty();
    }
    boolean oneFloat = a instanceof FloatType || b instanceof FloatType;
    return oneFloat && lossless(a, DataTypes.DoubleType) && lossless(b, DataTypes.DoubleType)
        ? Optional.of(DataTypes.DoubleType)
        : Optional.empty();
  }

  private static Optional<DataType> commonFields(StructType a, StructType b) {
    if (a.size() != b.size()) {
      return Optional.empty();
    }
    List<StructField> fields = new ArrayList<>();
    for (StructField f : a.fields()) {
      Optional<DataType> type =
          Arrays.stream(b.fields())
              .filter(g -> g.name().equals(f.name()))
              .findFirst()
              .flatMap(g -> common(f.dataType(), g.dataType()));
      if (type.isEmpty()) {
        return Optional.empty();
      }
      fields.add(DataTypes.createStructField(f.name(), type.get(), true));
    }
    return Optional.of(DataTypes.createStructType(fields));
  }

  /** Returns how many digits the largest value of a whole-number type has, 0 for other types. */
  static int digits(DataType type) {
    if (type instanceof ByteType) {
      return 3;
    }
    if (type instanceof ShortType) {
      return 5;
    }
    if (type instanceof IntegerType) {
      return 10;
    }
    return type instanceof LongType ? 19 : 0;
  }

  private static int whole(DataType type) {
    // A decimal of scale = precision has no digit before the point; one is added, so 0 means none.
    return type instanceof DecimalType d ? Math.max(1, d.precision() - d.scale()) : digits(type);
  }

  private static int scale(DataType type) {
    return type instanceof DecimalType d ? d.scale() : 0;
  }
}
