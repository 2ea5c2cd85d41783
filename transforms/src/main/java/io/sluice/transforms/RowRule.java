package io.sluice.transforms;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;

/**
 * What must be true of a row; {@link Validate} holds rows against it.
 *
 * <p>A path names a column and walks into structs with dots. Behind {@code []} it goes on in each
 * element of an array, and the rule must hold for all of them: {@code items[].qty}, {@code tags[]}.
 * Backticks quote a name that holds dots or ends in brackets.
 */
public sealed interface RowRule {

  /**
   * A value must be there. Of a field in a struct this is only asked where the struct is there.
   * Reason: {@code required: id}.
   */
  record Required(String path) implements RowRule {}

  /**
   * A text must be readable as {@code type}; a column that is no text must have the type, or one
   * that loses nothing when it becomes that. The other rules on the path then look at the value and
   * not at its text, but for those on length, pattern and format. Reason: {@code type: qty: not an
   * int}.
   */
  record HasType(String path, DataType type) implements RowRule {}

  /**
   * A number, a date or a timestamp must keep bounds, which are read as the column's type: {@code
   * 0.5}, {@code 2024-02-29}, {@code 2024-02-29T12:00:00Z}; a time without a zone is UTC. NaN keeps
   * none. Reasons: {@code range: qty: below 1}, {@code above}, {@code not above}, {@code not
   * below}; {@code range: qty: not a number}.
   */
  record Range(
      String path,
      Optional<String> minimum,
      Optional<String> maximum,
      Optional<String> exclusiveMinimum,
      Optional<String> exclusiveMaximum)
      implements RowRule {}

  /**
   * A text must have so many characters (code points), a binary value so many bytes. Reasons:
   * {@code length: name: below 2}, {@code length: name: above 20}.
   */
  record Length(String path, Optional<Integer> least, Optional<Integer> most) implements RowRule {}

  /**
   * A regular expression of Java must be found in a text: anywhere, as in JSON Schema, unless it is
   * anchored by {@code ^} and {@code $}. A {@code $} that ends the expression does not stand before
   * a last line break. Reason: {@code pattern: sku: does not match ^[A-Z]+$}.
   */
  record Matches(String path, String pattern) implements RowRule {}

  /** A text must have a well-known form. Reason: {@code format: email: not an email}. */
  record HasFormat(String path, TextFormat format) implements RowRule {}

  /**
   * A value must be one of a few, which are read as the column's type. Reason: {@code enum: colour:
   * not in the list}.
   */
  record OneOf(String path, List<String> values) implements RowRule {

    public OneOf {
      values = List.copyOf(new LinkedHashSet<>(values));
    }
  }

  /**
   * An array must have so many elements, a map so many entries. Reasons: {@code items: tags: below
   * 1}, {@code items: tags: above 9}.
   */
  record Items(String path, Optional<Integer> least, Optional<Integer> most) implements RowRule {}

  /**
   * An SQL predicate on the whole row must not be false. Reason: {@code check: dates_in_order}.
   *
   * @param name what the reason calls it
   */
  record Check(String name, String predicate) implements RowRule {}

  /**
   * No two rows may agree in these columns. All rows of a repeated key are rejected, for which of
   * them is right cannot be known. Rows with a NULL among the columns are not compared. NaN equals
   * NaN and -0.0 equals 0.0. Reason: {@code unique: id}.
   */
  record Unique(List<String> paths) implements RowRule {

    public Unique {
      paths = List.copyOf(paths);
    }
  }

  /**
   * These columns must be found together among the keys of other rows. Rows with a NULL among the
   * columns are not looked for. Reason: {@code references: customer_id: not in customers.id}.
   *
   * @param keys the columns of {@code other}, in the order of {@code paths}
   * @param name what the reason calls the keys
   */
  record References(List<String> paths, Dataset<Row> other, List<String> keys, String name)
      implements RowRule {

    public References {
      paths = List.copyOf(paths);
      keys = List.copyOf(keys);
      Objects.requireNonNull(other, "other");
    }
  }

  static RowRule required(String path) {
    return new Required(path);
  }

  static RowRule type(String path, DataType type) {
    return new HasType(path, type);
  }

  /** Wants a type, spelled as in {@link TypeNames}. */
  static RowRule type(String path, String type) {
    return new HasType(path, TypeNames.parse(type));
  }

  /** Wants a value from {@code minimum} to {@code maximum}, both of which are allowed. */
  static RowRule between(String path, String minimum, String maximum) {
    return new Range(
        path, Optional.of(minimum), Optional.of(maximum), Optional.empty(), Optional.empty());
  }

  static RowRule atLeast(String path, String minimum) {
    return new Range(
        path, Optional.of(minimum), Optional.empty(), Optional.empty(), Optional.empty());
  }

  static RowRule atMost(String path, String maximum) {
    return new Range(
        path, Optional.empty(), Optional.of(maximum), Optional.empty(), Optional.empty());
  }

  static RowRule above(String path, String minimum) {
    return new Range(
        path, Optional.empty(), Optional.empty(), Optional.of(minimum), Optional.empty());
  }

  static RowRule below(String path, String maximum) {
    return new Range(
        path, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(maximum));
  }

  static RowRule length(String path, int least, int most) {
    return new Length(path, Optional.of(least), Optional.of(most));
  }

  static RowRule matches(String path, String pattern) {
    return new Matches(path, pattern);
  }

  static RowRule format(String path, TextFormat format) {
    return new HasFormat(path, format);
  }

  static RowRule oneOf(String path, String... values) {
    return new OneOf(path, List.of(values));
  }

  static RowRule items(String path, int least, int most) {
    return new Items(path, Optional.of(least), Optional.of(most));
  }

  static RowRule check(String name, String predicate) {
    return new Check(name, predicate);
  }

  static RowRule unique(String... paths) {
    return new Unique(List.of(paths));
  }

  /**
   * Wants {@code path} to be found in the column {@code key} of {@code other}.
   *
   * @param name what the reason calls that column, such as {@code customers.id}
   */
  static RowRule references(String path, Dataset<Row> other, String key, String name) {
    return new References(List.of(path), other, List.of(key), name);
  }
}
