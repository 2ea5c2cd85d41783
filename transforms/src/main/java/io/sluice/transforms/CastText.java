package io.sluice.transforms;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
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

/**
 * Casts as the text of SQL expressions: NULL where a value does not fit, the same whether the
 * session is in ANSI mode or not, and in UTC whatever its time zone is.
 *
 * <p>Text, because TRY_CAST is the one cast that no setting changes, and Spark 3.5 has it in SQL
 * only. The texts hold no backslash and no double quote, which settings of the parser give
 * different meanings.
 */
final class CastText {

  /** A time of day with something behind it that can only be a zone. */
  private static final String ZONED = "'^ *[+-]?[0-9]+-[0-9]+-[0-9]+[ T][0-9:.]+ *[A-Za-z+-]'";

  private static final String NOT_A_NUMBER = "'[0-9.][dDfF]|[xX]'";
  private static final long MAX_SECONDS = Long.MAX_VALUE / 1_000_000;
  private static final long MAX_DAYS = MAX_SECONDS / 86_400 - 1;

  private CastText() {}

  /**
   * Returns an expression of type {@code to}.
   *
   * @param x a path or a lambda's variable, in SQL
   */
  static String of(String x, DataType from, DataType to) {
    return of(x, from, to, 0);
  }

  static String of(String x, DataType from, DataType to, int depth) {
    if (TypeNames.same(from, to)) {
      return x;
    }
    if (from instanceof NullType) {
      return "CAST(NULL AS " + to.sql() + ")";
    }
    if (to instanceof StringType) {
      return text(x, from, depth);
    }
    if (from instanceof StringType) {
      return parsed(x, to);
    }
    String v = "v" + depth;
    if (from instanceof ArrayType a && to instanceof ArrayType b) {
      String element = of(v, a.elementType(), b.elementType(), depth + 1);
      return "transform(" + x + ", " + v + " -> " + element + ")";
    }
    if (from instanceof MapType a && to instanceof MapType b) {
      return map(x, a, b, depth);
    }
    if (from instanceof StructType a && to instanceof StructType b) {
      return struct(x, a, b, depth);
    }
    if (from instanceof NumericType && to instanceof TimestampType) {
      String inRange = x + " BETWEEN " + -MAX_SECONDS + " AND " + MAX_SECONDS;
      return "CASE WHEN " + inRange + " THEN " + attempt(x, to) + " END";
    }
    if (from instanceof NumericType) {
      return number(x, from, to);
    }
    return CastRules.temporal(from) && CastRules.temporal(to) ? time(x, from, to) : attempt(x, to);
  }

  private static String map(String x, MapType from, MapType to, int depth) {
    String k = "k" + depth;
    String v = "v" + depth;
    String arguments = ", (" + k + ", " + v + ") -> ";
    String result = x;
    if (!TypeNames.same(from.keyType(), to.keyType())) {
      String key = of(k, from.keyType(), to.keyType(), depth + 1);
      result = "transform_keys(" + result + arguments + key + ")";
    }
    if (!TypeNames.same(from.valueType(), to.valueType())) {
      String value = of(v, from.valueType(), to.valueType(), depth + 1);
      result = "transform_values(" + result + arguments + value + ")";
    }
    return result;
  }

  private static String struct(String x, StructType from, StructType to, int depth) {
    String fields =
        Arrays.stream(to.fields())
            .map(
                f -> {
                  StructField source = CastRules.field(from, f).orElseThrow();
                  String name = FieldPath.quote(f.name());
                  String field = x + "." + FieldPath.quote(source.name());
                  return of(field, source.dataType(), f.dataType(), depth) + " AS " + name;
                })
            .collect(Collectors.joining(", "));
    return "CASE WHEN " + x + " IS NOT NULL THEN struct(" + fields + ") END";
  }

  private static String text(String x, DataType from, int depth) {
    DataType zoneless = zoneless(from);
    String value = TypeNames.same(from, zoneless) ? x : of(x, from, zoneless, depth);
    return "CAST(" + value + " AS STRING)";
  }

  /** Returns the type with every timestamp in it turned into one that no zone shifts. */
  private static DataType zoneless(DataType type) {
    if (type instanceof TimestampType) {
      return DataTypes.TimestampNTZType;
    }
    if (type instanceof ArrayType array) {
      return DataTypes.createArrayType(zoneless(array.elementType()), array.containsNull());
    }
    if (type instanceof MapType map) {
      return DataTypes.createMapType(
          zoneless(map.keyType()), zoneless(map.valueType()), map.valueContainsNull());
    }
    if (type instanceof StructType struct) {
      return new StructType(
          Arrays.stream(struct.fields())
              .map(f -> new StructField(f.name(), zoneless(f.dataType()), true, f.metadata()))
              .toArray(StructField[]::new));
    }
    return type;
  }

  private static String parsed(String x, DataType to) {
    String attempt = attempt(x, to);
    if (to instanceof TimestampType) {
      return "CASE WHEN "
          + x
          + " RLIKE "
          + ZONED
          + " THEN "
          + attempt
          + " ELSE "
          + utc(attempt(x, DataTypes.TimestampNTZType))
          + " END";
    }
    if (to instanceof DateType) {
      // Spark takes the date of anything that begins with one; what follows must be a time.
      String whole = attempt(x, DataTypes.TimestampNTZType);
      return "CASE WHEN " + whole + " IS NOT NULL THEN " + attempt + " END";
    }
    if (to instanceof DoubleType || to instanceof FloatType) {
      // Java reads 12d and 0x1p3 as numbers, and 1e999 as infinity.
      String infinite = "abs(" + attempt + ") = CAST('Infinity' AS " + to.sql() + ")";
      return "CASE WHEN "
          + x
          + " RLIKE "
          + NOT_A_NUMBER
          + " OR ("
          + infinite
          + " AND NOT lower("
          + x
          + ") LIKE '%inf%') THEN NULL ELSE "
          + attempt
          + " END";
    }
    return attempt;
  }

  private static String number(String x, DataType from, DataType to) {
    boolean fractions = Widening.digits(from) == 0;
    if (fractions && Widening.digits(to) > 0) {
      // The largest long is not a double: the nearest one is too large by one, and Spark takes it.
      boolean beyond = !(from instanceof DecimalType) && Widening.digits(to) == 19;
      String range = beyond ? " AND " + x + " < 9223372036854775808D" : "";
      return "CASE WHEN " + x + " % 1 = 0" + range + " THEN " + attempt(x, to) + " END";
    }
    if (from instanceof DoubleType && to instanceof FloatType) {
      String infinite = "abs(" + attempt(x, to) + ") = CAST('Infinity' AS FLOAT)";
      return "CASE WHEN "
          + infinite
          + " AND abs("
          + x
          + ") != CAST('Infinity' AS DOUBLE) THEN NULL ELSE "
          + attempt(x, to)
          + " END";
    }
    return CastRules.canFail(from, to) ? attempt(x, to) : "CAST(" + x + " AS " + to.sql() + ")";
  }

  private static String time(String x, DataType from, DataType to) {
    if (from instanceof TimestampType) {
      String clock = clock(x);
      return to instanceof TimestampNTZType ? clock : "CAST(" + clock + " AS DATE)";
    }
    if (from instanceof TimestampNTZType && to instanceof TimestampType) {
      return utc(x);
    }
    if (from instanceof TimestampNTZType) {
      return "CAST(" + x + " AS DATE)";
    }
    String inRange = "unix_date(" + x + ") BETWEEN " + -MAX_DAYS + " AND " + MAX_DAYS;
    String value =
        to instanceof TimestampType
            ? "timestamp_seconds(CAST(unix_date(" + x + ") AS BIGINT) * 86400L)"
            : attempt(x, to);
    return "CASE WHEN " + inRange + " THEN " + value + " END";
  }

  /** Returns what a clock in UTC shows at the timestamp {@code x}, without asking the session. */
  static String clock(String x) {
    return "(TIMESTAMP_NTZ'1970-01-01 00:00:00' + unix_micros("
        + x
        + ") * INTERVAL '0 00:00:00.000001' DAY TO SECOND)";
  }

  /** Returns the timestamp at which a clock in UTC shows {@code clock}. */
  private static String utc(String clock) {
    return "TRY_CAST(concat(CAST(" + clock + " AS STRING), 'Z') AS TIMESTAMP)";
  }

  private static String attempt(String x, DataType to) {
    return "TRY_CAST(" + x + " AS " + to.sql() + ")";
  }
}
