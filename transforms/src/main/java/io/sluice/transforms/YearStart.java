package io.sluice.transforms;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.TimestampType;

/** The beginning of a year, in UTC: Spark's own {@code date_trunc} asks the session for a zone. */
final class YearStart {

  private static final long SECONDS_A_DAY = 86_400;
  private static final long MICROS_A_DAY = SECONDS_A_DAY * 1_000_000;

  private YearStart() {}

  /** Returns the beginning of the year of a date or a time, as one of the same type. */
  static Column of(Column value, DataType type) {
    if (type instanceof DateType) {
      return trunc(value, "year");
    }
    if (!(type instanceof TimestampType)) {
      return trunc(value.cast(DataTypes.DateType), "year").cast(type);
    }
    Column micros = unix_micros(value);
    Column midnight = micros.minus(pmod(micros, lit(MICROS_A_DAY)));
    Column day = call_function("div", midnight, lit(MICROS_A_DAY)).cast("int");
    Column first = unix_date(trunc(date_from_unix_date(day), "year"));
    return timestamp_seconds(first.cast("bigint").multiply(SECONDS_A_DAY));
  }
}
