package io.sluice.jobs.source.records;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;

/** The values that a piece of text can be, a type at a time. */
final class TextValues {

  /** More digits than this are in no number that a decimal or a double could tell from others. */
  private static final int LONGEST_NUMBER = 2_000;

  private TextValues() {}

  /** Returns how text is read as {@code type}; null for types that are more than one value. */
  static TextValue of(DataType type, TimeFormats times) {
    if (type instanceof StringType) {
      return (b, from, to) -> UTF8String.fromBytes(b, from, to - from);
    }
    if (type instanceof IntegerType) {
      return narrow(Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.class);
    }
    if (type instanceof LongType) {
      return TextValues::integer;
    }
    if (type instanceof ShortType) {
      return narrow(Short.MIN_VALUE, Short.MAX_VALUE, Short.class);
    }
    if (type instanceof ByteType) {
      return narrow(Byte.MIN_VALUE, Byte.MAX_VALUE, Byte.class);
    }
    if (type instanceof BooleanType) {
      return TextValues::bool;
    }
    if (type instanceof DoubleType) {
      return (b, from, to) -> real(b, from, to, false);
    }
    if (type instanceof FloatType) {
      return (b, from, to) -> real(b, from, to, true);
    }
    if (type instanceof DecimalType decimal) {
      return (b, from, to) -> decimal(b, from, to, decimal.precision(), decimal.scale());
    }
    if (type instanceof DateType) {
      return times::date;
    }
    if (type instanceof TimestampType) {
      return times::timestamp;
    }
    if (type instanceof TimestampNTZType) {
      return times::localTimestamp;
    }
    return type instanceof BinaryType ? TextValues::base64 : null;
  }

  private static TextValue narrow(long least, long most, Class<?> box) {
    return (b, from, to) -> {
      Object read = integer(b, from, to);
      if (!(read instanceof Long value)) {
        return read;
      }
      return value < least || value > most ? OUT_OF_RANGE : box(value, box);
    };
  }

  /** Returns {@code value} as the box that Spark keeps for a type. */
  static Object box(long value, Class<?> box) {
    if (box == Integer.class) {
      return (int) value;
    }
    if (box == Long.class) {
      return value;
    }
    return box == Short.class ? (Object) (short) value : (Object) (byte) value;
  }

  private static final Object OUT_OF_RANGE = TextValue.OUT_OF_RANGE;
  private static final Object WRONG = TextValue.WRONG;

  /** A sign, digits and nothing else. */
  static Object integer(byte[] b, int from, int to) {
    int p = from < to && (b[from] == '-' || b[from] == '+') ? from + 1 : from;
    if (p == to) {
      return WRONG;
    }
    boolean negative = b[from] == '-';
    long value = 0;
    boolean fits = true;
    for (; p < to; p++) {
      int digit = b[p] - '0';
      if (digit < 0 || digit > 9) {
        return WRONG;
      }
      // Negative, because Long.MIN_VALUE has no positive twin.
      fits = fits && value >= (Long.MIN_VALUE + digit) / 10;
      value = value * 10 - digit;
    }
    if (!fits || (!negative && value == Long.MIN_VALUE)) {
      return OUT_OF_RANGE;
    }
    return negative ? value : -value;
  }

  private static Object bool(byte[] b, int from, int to) {
    return switch (ascii(b, from, Math.min(to, from + 6)).toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> WRONG;
    };
  }

  static Object real(byte[] b, int from, int to, boolean single) {
    String text = ascii(b, from, to);
    if (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity")) {
      return single ? (Object) Float.valueOf(text) : (Object) Double.valueOf(text);
    }
    if (!isNumber(b, from, to)) {
      return WRONG;
    }
    try {
      double value = Double.parseDouble(text);
      if (single) {
        float narrow = Float.parseFloat(text);
        return Float.isInfinite(narrow) ? OUT_OF_RANGE : (Object) narrow;
      }
      return Double.isInfinite(value) ? OUT_OF_RANGE : (Object) value;
    } catch (NumberFormatException e) {
      return WRONG;
    }
  }

  static Object decimal(byte[] b, int from, int to, int precision, int scale) {
    if (!isNumber(b, from, to)) {
      return WRONG;
    }
    if (to - from > LONGEST_NUMBER) {
      return OUT_OF_RANGE;
    }
    BigDecimal value;
    try {
      value = new BigDecimal(ascii(b, from, to));
    } catch (NumberFormatException e) {
      return WRONG;
    }
    if (value.signum() == 0) {
      return Decimal.apply(0L, precision, scale);
    }
    value = value.stripTrailingZeros();
    // Asked before the scale is set: 1e999999999 would become a number of a billion digits.
    if (value.scale() > scale || (long) value.precision() - value.scale() > precision - scale) {
      return OUT_OF_RANGE;
    }
    BigDecimal exact = value.setScale(scale);
    return precision <= 18
        ? Decimal.apply(exact.unscaledValue().longValueExact(), precision, scale)
        : Decimal.apply(exact, precision, scale);
  }

  private static Object base64(byte[] b, int from, int to) {
    try {
      return Base64.getDecoder().decode(Arrays.copyOfRange(b, from, to));
    } catch (IllegalArgumentException e) {
      return WRONG;
    }
  }

  /** Keeps out what Java takes for a number and others do not: 1d, 0x1p3, blanks. */
  private static boolean isNumber(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      byte c = b[i];
      if ((c < '0' || c > '9') && c != '-' && c != '+' && c != '.' && c != 'e' && c != 'E') {
        return false;
      }
    }
    return from < to;
  }

  static String ascii(byte[] b, int from, int to) {
    return new String(b, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
