package io.sluice.transforms;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** Values that a user wrote as text, as constants of SQL that no setting reads differently. */
final class SqlLiteral {

  private static final int MOST_DIGITS = 38;

  private SqlLiteral() {}

  /** Returns a string constant. */
  static String text(String value) {
    // Settings give backslashes and quotes different meanings.
    return value.matches("[A-Za-z0-9 _.,:;@#%/()+*=<>-]*")
        ? "'" + value + "'"
        : "CAST(X'"
            + HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8))
            + "' AS STRING)";
  }

  /**
   * Returns {@code text} as a constant that is compared with values of {@code type}.
   *
   * @param rounding where to go from a number that lies between two values of {@code type}
   * @throws IllegalArgumentException when {@code text} is no such value; the message says why
   */
  static String of(String text, DataType type, RoundingMode rounding) {
    if (type instanceof StringType) {
      return text(text);
    }
    String value = text.strip();
    try {
      if (Widening.digits(type) > 0) {
        return number(value, 0, rounding);
      }
      if (type instanceof DecimalType decimal) {
        return number(value, decimal.scale(), rounding);
      }
      if (type instanceof DoubleType) {
        return finite(Double.parseDouble(value)) + "D";
      }
      if (type instanceof FloatType) {
        return (float) finite(Float.parseFloat(value)) + "F";
      }
      if (type instanceof DateType) {
        return "date_from_unix_date(" + LocalDate.parse(value).toEpochDay() + ")";
      }
      if (type instanceof TimestampType) {
        return "timestamp_micros(" + micros(value) + "L)";
      }
      if (type instanceof TimestampNTZType) {
        LocalDateTime clock = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC);
        return "TIMESTAMP_NTZ'" + clock.plus(micros(value), ChronoUnit.MICROS) + "'";
      }
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("not " + TypeNames.article(type), e);
    }
    if (type instanceof BooleanType && value.toLowerCase(Locale.ROOT).matches("true|false")) {
      return value.toLowerCase(Locale.ROOT);
    }
    throw new IllegalArgumentException("not " + TypeNames.article(type));
  }

  private static String number(String value, int scale, RoundingMode rounding) {
    BigDecimal number = new BigDecimal(value);
    if (number.precision() - number.scale() > MOST_DIGITS || Math.abs(number.scale()) > 1000) {
      throw new ArithmeticException("too many digits");
    }
    BigDecimal rounded = number.setScale(scale, rounding);
    if (Math.max(rounded.precision(), scale) > MOST_DIGITS) {
      throw new ArithmeticException("too many digits");
    }
    boolean whole = scale == 0 && rounded.precision() < 19;
    return rounded.toPlainString() + (whole ? "L" : "BD");
  }

  private static double finite(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new ArithmeticException("not finite");
    }
    return value;
  }

  /** Returns a time in microseconds since 1970; one that names no zone is UTC. */
  private static long micros(String value) {
    String text = value.length() == 10 ? value + "T00:00:00" : value.replace(' ', 'T');
    boolean zoned = text.matches(".*T.*([Zz]|[+-][0-9:]+)");
    OffsetDateTime time =
        zoned ? OffsetDateTime.parse(text) : LocalDateTime.parse(text).atOffset(ZoneOffset.UTC);
    return Math.addExact(
        Math.multiplyExact(time.toEpochSecond(), 1_000_000L), time.getNano() / 1_000L);
  }
}
