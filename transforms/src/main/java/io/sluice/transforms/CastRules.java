package io.sluice.transforms;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** Which casts there are, and which of them a value may fail. */
final class CastRules {

  private CastRules() {}

  /** Returns whether values of {@code from} can become values of {@code to} at all. */
  static boolean possible(DataType from, DataType to) {
    if (TypeNames.same(from, to) || from instanceof NullType || to instanceof StringType) {
      return true;
    }
    if (from instanceof StringType) {
      return atomic(to);
    }
    if (from instanceof NumericType || from instanceof BooleanType) {
      return to instanceof NumericType
          || to instanceof BooleanType
          || (to instanceof TimestampType && from instanceof NumericType);
    }
    if (from instanceof TimestampType) {
      return to instanceof NumericType || temporal(to);
    }
    if (temporal(from)) {
      return temporal(to);
    }
    if (from instanceof ArrayType a && to instanceof ArrayType b) {
      return possible(a.elementType(), b.elementType());
    }
    if (from instanceof MapType a && to instanceof MapType b) {
      // A key that failed would be NULL, and two keys that became one would lose a value.
      return Widening.lossless(a.keyType(), b.keyType()) && possible(a.valueType(), b.valueType());
    }
    return from instanceof StructType a
        && to instanceof StructType b
        && Arrays.stream(b.fields())
            .allMatch(
                f -> field(a, f).filter(s -> possible(s.dataType(), f.dataType())).isPresent());
  }

  /** Returns whether some value of {@code from}, not NULL, has no counterpart in {@code to}. */
  static boolean canFail(DataType from, DataType to) {
    if (TypeNames.same(from, to) || from instanceof NullType || to instanceof StringType) {
      return false;
    }
    if (from instanceof ArrayType a && to instanceof ArrayType b) {
      return canFail(a.elementType(), b.elementType());
    }
    if (from instanceof MapType a && to instanceof MapType b) {
      return canFail(a.valueType(), b.valueType());
    }
    if (from instanceof StructType a && to instanceof StructType b) {
      return Arrays.stream(b.fields())
          .anyMatch(f -> canFail(field(a, f).orElseThrow().dataType(), f.dataType()));
    }
    if (from instanceof StringType) {
      return !(to instanceof BinaryType);
    }
    if (from instanceof BooleanType) {
      return to instanceof DecimalType d && d.precision() == d.scale();
    }
    return from instanceof NumericType ? numberCanFail(from, to) : timeCanFail(from, to);
  }

  private static boolean numberCanFail(DataType from, DataType to) {
    if (to instanceof BooleanType || to instanceof DoubleType) {
      return false;
    }
    if (to instanceof FloatType) {
      return from instanceof DoubleType;
    }
    if (from instanceof DecimalType narrow && to instanceof DecimalType wide) {
      // Fewer decimals round, and rounding up may add a digit before the point.
      int carry = wide.scale() < narrow.scale() ? 1 : 0;
      return wide.precision() - wide.scale() < narrow.precision() - narrow.scale() + carry;
    }
    if (to instanceof TimestampType) {
      return Widening.digits(from) == 0 || Widening.digits(from) > 10;
    }
    return !Widening.lossless(from, to);
  }

  private static boolean timeCanFail(DataType from, DataType to) {
    if (to instanceof NumericType) {
      return !(to instanceof DoubleType || to instanceof FloatType || Widening.digits(to) == 19);
    }
    // Days reach further than microseconds do.
    return from instanceof DateType;
  }

  static boolean temporal(DataType type) {
    return type instanceof TimestampType
        || type instanceof TimestampNTZType
        || type instanceof DateType;
  }

  private static boolean atomic(DataType type) {
    return type instanceof NumericType
        || type instanceof BooleanType
        || type instanceof BinaryType
        || temporal(type);
  }

  /**
   * Returns the field of {@code source} that becomes {@code target}: that of its very name, or else
   * the only one that differs from it in case, for catalogs write all names in lower case.
   */
  static Optional<StructField> field(StructType source, StructField target) {
    List<StructField> alike =
        Arrays.stream(source.fields())
            .filter(f -> f.name().equalsIgnoreCase(target.name()))
            .toList();
    return alike.stream()
        .filter(f -> f.name().equals(target.name()))
        .findFirst()
        .or(() -> alike.size() == 1 ? Optional.of(alike.get(0)) : Optional.empty());
  }
}
