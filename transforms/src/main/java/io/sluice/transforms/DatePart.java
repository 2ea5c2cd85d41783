package io.sluice.transforms;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lpad;
import static org.apache.spark.sql.functions.when;

import java.util.Locale;
import org.apache.spark.sql.Column;

/** A part of a point in time that tables are partitioned by. */
public enum DatePart {
  /** Four digits. */
  YEAR(4),
  /** Two digits, {@code 01} to {@code 12}. */
  MONTH(2),
  /** Two digits, {@code 01} to {@code 31}. */
  DAY(2),
  /** Two digits, {@code 00} to {@code 23}. */
  HOUR(2);

  private final int digits;

  DatePart(int digits) {
    this.digits = digits;
  }

  /** Returns the part's name as columns bear it, which is also that of Spark's function. */
  String lowerName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns this part of a time, as a string with leading zeros.
   *
   * @param clock SQL of a timestamp without a zone
   */
  Column of(String clock) {
    Column number = expr(lowerName() + "(" + clock + ")");
    Column text = number.cast("string");
    return when(length(text).lt(digits), lpad(text, digits, "0")).otherwise(text);
  }
}
