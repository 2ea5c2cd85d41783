package io.sluice.transforms;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * A way to hide a value. NULL stays NULL in all of them.
 *
 * <p>A hash and a token of one value are always the same, in any column and run, so that masked
 * columns still join. A hash without a key hides nothing of which all values can be tried:
 * telephone numbers, birthdays, most e-mail addresses. Use a keyed one for those.
 */
public final class Masking {

  /** What may be masked so. */
  private enum Takes {
    TEXT("a string"),
    SCALAR("a string, a whole number, a decimal, a boolean or a date"),
    TIME("a date or a timestamp"),
    ANYTHING("");

    final String wanted;

    Takes(String wanted) {
      this.wanted = wanted;
    }
  }

  private interface Rule {
    Column of(Column value, DataType type);
  }

  private final String name;
  private final Takes takes;
  private final Rule rule;

  private Masking(String name, Takes takes, Rule rule) {
    this.name = name;
    this.takes = takes;
    this.rule = rule;
  }

  private static Masking text(String name, Takes takes, UnaryOperator<Column> rule) {
    return new Masking(name, takes, (value, type) -> rule.apply(value.cast("string")));
  }

  /** The SHA-256 of the value's text in UTF-8, as 64 hexadecimal digits in lower case. */
  public static Masking sha256() {
    return text("sha256", Takes.SCALAR, value -> sha2(value, 256));
  }

  /** The SHA-512 of the value's text in UTF-8, as 128 hexadecimal digits in lower case. */
  public static Masking sha512() {
    return text("sha512", Takes.SCALAR, value -> sha2(value, 512));
  }

  /** The HMAC-SHA256 of the value's text in UTF-8, as 64 hexadecimal digits in lower case. */
  public static Masking hmac(MaskingKey key) {
    return text("hmac", Takes.SCALAR, value -> keyed(key, value));
  }

  /**
   * A token in the value's place: {@code tok_} and 32 hexadecimal digits, which only the key tells
   * how to make. It is not what {@link #hmac} gives with the same key.
   */
  public static Masking token(MaskingKey key) {
    return text(
        "token",
        Takes.SCALAR,
        value -> concat(lit("tok_"), substring(keyed(key, concat(lit("token:"), value)), 1, 32)));
  }

  private static Column keyed(MaskingKey key, Column value) {
    return udf(new Hmac(key), DataTypes.StringType).withName("hmac_sha256").apply(value);
  }

  /**
   * The first characters, and a {@code *} for each of the others. A text that has no others is
   * masked as a whole, for it would stand there otherwise.
   */
  public static Masking keepFirst(int characters) {
    return text("keep_first", Takes.TEXT, value -> padded("rpad", value, "left", characters));
  }

  /**
   * The last characters, and a {@code *} for each of the others. A text that has no others is
   * masked as a whole, for it would stand there otherwise.
   */
  public static Masking keepLast(int characters) {
    return text("keep_last", Takes.TEXT, value -> padded("lpad", value, "right", characters));
  }

  private static Column padded(String pad, Column value, String end, int characters) {
    requirePositive(characters);
    Column kept =
        when(length(value).gt(characters), call_function(end, value, lit(characters)))
            .otherwise("");
    // NULL has no length, and so no padding.
    return call_function(pad, kept, length(value), lit("*"));
  }

  /** A constant text, whatever the value. */
  public static Masking redact(String text) {
    Objects.requireNonNull(text, "text");
    return new Masking("redact", Takes.ANYTHING, (value, type) -> when(value.isNotNull(), text));
  }

  /** The first characters and nothing else: of a postal code, the region. */
  public static Masking truncate(int characters) {
    return text(
        "truncate",
        Takes.TEXT,
        value -> {
          requirePositive(characters);
          return substring(value, 1, characters);
        });
  }

  /**
   * The beginning of the year in which it was: 1 January of a date, its midnight of a time, in UTC.
   * The type stays.
   */
  public static Masking toYear() {
    return new Masking("to_year", Takes.TIME, YearStart::of);
  }

  private static void requirePositive(int characters) {
    if (characters < 1) {
      throw TransformErrors.cannot(
          "mask", characters + " characters", "that is none", "Say 1 or more, or redact.");
    }
  }

  /** Returns the masked value of {@code value}, refusing types that cannot be masked so. */
  UnaryOperator<Column> over(String column, DataType type) {
    if (!fits(type)) {
      throw TransformErrors.cannot(
          "mask column",
          column,
          name + " takes " + takes.wanted + ", and it is " + TypeNames.article(type),
          "Mask it otherwise, or cast it with apply_mapping first.");
    }
    return value -> rule.of(value, type);
  }

  private boolean fits(DataType type) {
    return switch (takes) {
      case ANYTHING -> true;
      case TEXT -> type instanceof StringType;
      case TIME ->
          type instanceof DateType
              || type instanceof TimestampType
              || type instanceof TimestampNTZType;
      case SCALAR ->
          type instanceof StringType
              || Widening.digits(type) > 0
              || type instanceof DecimalType
              || type instanceof BooleanType
              || type instanceof DateType;
    };
  }

  /** Shows how it masks, and nothing of a key. */
  @Override
  public String toString() {
    return name;
  }
}
