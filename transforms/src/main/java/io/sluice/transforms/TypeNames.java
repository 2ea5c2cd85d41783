package io.sluice.transforms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Reads the name of a type as AWS Glue, Athena or Spark spell it.
 *
 * <table>
 * <caption>Spellings; case does not count</caption>
 * <tr><th>type</th><th>spellings</th></tr>
 * <tr><td>whole numbers</td><td>{@code byte tinyint}, {@code short smallint}, {@code int integer},
 *     {@code long bigint}</td></tr>
 * <tr><td>numbers</td><td>{@code float real}, {@code double}, {@code decimal(p,s) dec numeric};
 *     without figures decimal(10,2), as in Glue; with one figure the scale is 0</td></tr>
 * <tr><td>text</td><td>{@code string}; {@code varchar(n)} and {@code char(n)} are read as string:
 *     the length is not enforced</td></tr>
 * <tr><td>others</td><td>{@code boolean bool}, {@code date}, {@code timestamp}, {@code
 *     timestamp_ntz}, {@code binary}</td></tr>
 * <tr><td>nested</td><td>{@code array<T>}, {@code map<K,V>}, {@code struct<name:T,...>}; a field may
 *     say {@code NOT NULL} and {@code COMMENT '...'}</td></tr>
 * </table>
 */
public final class TypeNames {

  private static final Map<String, DataType> PLAIN = new LinkedHashMap<>();

  static {
    name(DataTypes.ByteType, "byte", "tinyint");
    name(DataTypes.ShortType, "short", "smallint");
    name(DataTypes.IntegerType, "int", "integer");
    name(DataTypes.LongType, "long", "bigint");
    name(DataTypes.FloatType, "float", "real");
    name(DataTypes.DoubleType, "double");
    name(DataTypes.createDecimalType(10, 2), "decimal", "dec", "numeric");
    name(DataTypes.StringType, "string", "varchar", "char");
    name(DataTypes.BooleanType, "boolean", "bool");
    name(DataTypes.DateType, "date");
    name(DataTypes.TimestampType, "timestamp");
    name(DataTypes.TimestampNTZType, "timestamp_ntz");
    name(DataTypes.BinaryType, "binary");
  }

  private TypeNames() {}

  private static void name(DataType type, String... spellings) {
    Arrays.stream(spellings).forEach(s -> PLAIN.put(s, type));
  }

  /**
   * Returns the type that {@code text} names.
   *
   * @throws InvalidTransformException when it names none; the message says what is wrong and what
   *     was probably meant
   */
  public static DataType parse(String text) {
    return new TypeNameParser(text).parse();
  }

  /** Returns the type of a name without brackets, or null if there is none. */
  static DataType plain(String name) {
    return PLAIN.get(name.toLowerCase(Locale.ROOT));
  }

  /** Returns every first word that a type may have. */
  static List<String> words() {
    List<String> words = new ArrayList<>(PLAIN.keySet());
    words.addAll(List.of("array", "map", "struct"));
    return words;
  }

  /** Returns the name of {@code type} as messages have it: {@code int}, {@code decimal(10,2)}. */
  static String of(DataType type) {
    return type.catalogString();
  }

  /** Returns the name with its article: {@code an int}. */
  static String article(DataType type) {
    return indefinite(of(type));
  }

  static String indefinite(String name) {
    return ("aeiou".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
  }

  /** Returns whether two types are one, whatever may be null in them. */
  static boolean same(DataType a, DataType b) {
    return a.equals(b) || nullable(a).equals(nullable(b));
  }

  /** Returns the type with everything in it nullable and without comments. */
  static DataType nullable(DataType type) {
    if (type instanceof org.apache.spark.sql.types.ArrayType array) {
      return DataTypes.createArrayType(nullable(array.elementType()), true);
    }
    if (type instanceof org.apache.spark.sql.types.MapType map) {
      return DataTypes.createMapType(nullable(map.keyType()), nullable(map.valueType()), true);
    }
    if (type instanceof StructType struct) {
      return new StructType(
          Arrays.stream(struct.fields())
              .map(f -> DataTypes.createStructField(f.name(), nullable(f.dataType()), true))
              .toArray(StructField[]::new));
    }
    return type;
  }

  static DataType decimal(int precision, int scale, String text) {
    if (precision < 1
        || precision > DecimalType.MAX_PRECISION()
        || scale < 0
        || scale > precision) {
      throw TransformErrors.badType(
          text,
          "decimal(" + precision + "," + scale + ") does not exist",
          "The precision is 1 to 38, the scale 0 to the precision.");
    }
    return DataTypes.createDecimalType(precision, scale);
  }
}
