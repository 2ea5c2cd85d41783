package io.sluice.transforms;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.from_csv;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.rtrim;
import static org.apache.spark.sql.functions.size;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How a document is told from a text that is none. Spark's own parsers give what they could read of
 * a broken one, and for times they ask settings of the session, up to failing the job; so times are
 * read as texts and cast afterwards.
 */
abstract sealed class BoxFormat {

  private static final String BAD = Lineage.PREFIX + "bad";
  private static final Pattern KIND = Pattern.compile("(?is)\\s*(array|map|struct)\\s*<.*");

  /** What a parsed value looks like before times are cast, and what it is then. */
  final DataType type;

  private BoxFormat(DataType type) {
    this.type = TypeNames.nullable(type);
  }

  static BoxFormat json(DataType type) {
    return new JsonBox(type);
  }

  static BoxFormat csv(StructType type, String separator) {
    return new CsvBox(type, separator);
  }

  /** Reads a schema: fields, or one type. */
  static DataType type(String schema) {
    return KIND.matcher(schema).matches() ? TypeNames.parse(schema) : fields(schema);
  }

  /** Reads the fields of a schema. */
  static StructType fields(String schema) {
    try {
      return StructType.fromDDL(schema);
    } catch (Exception e) { // ParseException is checked, and Scala does not declare it
      throw TransformErrors.cannot(
          "read schema",
          schema.isBlank() ? "''" : schema,
          "it is no list of fields",
          "Write it like: id INT, name STRING.");
    }
  }

  abstract String name();

  abstract BoxFormat withSeparator(String separator);

  /** Refuses types that such documents cannot hold. */
  abstract void requireReadable();

  /** Returns what Spark makes of a text. */
  abstract Column parsed(Column text);

  /** Returns whether that is not all of it, or NULL. */
  abstract Column failed(FieldPath text, String box);

  /** Returns the document, as SQL. */
  abstract String value(String box);

  private static final class JsonBox extends BoxFormat {

    private final DataType read;

    JsonBox(DataType type) {
      super(type);
      this.read = timesAsTexts(this.type);
    }

    @Override
    String name() {
      return "JSON";
    }

    @Override
    BoxFormat withSeparator(String separator) {
      throw TransformErrors.cannot(
          "separate fields by", separator, "JSON has no separator", "Unbox it as CSV.");
    }

    @Override
    void requireReadable() {
      if (!(type instanceof StructType || type instanceof ArrayType || type instanceof MapType)) {
        throw TransformErrors.cannot(
            "unbox JSON as",
            TypeNames.of(type),
            "a document is a struct, an array or a map",
            "Cast the column instead.");
      }
      requireTextKeys(type);
    }

    private static void requireTextKeys(DataType type) {
      if (type instanceof ArrayType array) {
        requireTextKeys(array.elementType());
      } else if (type instanceof StructType struct) {
        Arrays.stream(struct.fields()).forEach(f -> requireTextKeys(f.dataType()));
      } else if (type instanceof MapType map) {
        if (!(map.keyType() instanceof StringType)) {
          throw TransformErrors.cannot(
              "unbox JSON as",
              TypeNames.of(map),
              "names in JSON are strings",
              "Make the keys of the map strings.");
        }
        requireTextKeys(map.valueType());
      }
    }

    @Override
    Column parsed(Column text) {
      StructType wrapped =
          new StructType().add("v", DataTypes.createArrayType(read)).add(BAD, DataTypes.StringType);
      return from_json(
          concat(lit("{\"v\":["), text, lit("]}")),
          wrapped,
          Map.of("columnNameOfCorruptRecord", BAD, "allowSingleQuotes", "false"));
    }

    @Override
    Column failed(FieldPath text, String box) {
      Column one = size(col(box + ".v")).equalTo(1);
      // A text may close the array that it is put into, and open another one; and Spark takes NaN
      // without quotes. Texts that may do so are looked at once more.
      Column doubtful = col(text.sql()).rlike("\\]|NaN|INF|Inf");
      Column alone = expr("json_array_length(concat('[', " + text.sql() + ", ']')) = 1");
      Column failed =
          col(box + "." + BAD)
              .isNotNull()
              .or(not(coalesce(one, lit(false))))
              .or(doubtful.and(not(coalesce(alone, lit(false)))));
      return CastRules.canFail(read, type)
          ? failed.or(expr(CastFailure.of(document(box), read, type)))
          : failed;
    }

    @Override
    String value(String box) {
      return CastText.of(document(box), read, type);
    }

    private static String document(String box) {
      return box + ".v[0]";
    }

    private static DataType timesAsTexts(DataType type) {
      if (type instanceof ArrayType array) {
        return DataTypes.createArrayType(timesAsTexts(array.elementType()));
      }
      if (type instanceof MapType map) {
        return DataTypes.createMapType(map.keyType(), timesAsTexts(map.valueType()));
      }
      if (type instanceof StructType struct) {
        return new StructType(
            Arrays.stream(struct.fields())
                .map(f -> DataTypes.createStructField(f.name(), timesAsTexts(f.dataType()), true))
                .toArray(StructField[]::new));
      }
      return CastRules.temporal(type) ? DataTypes.StringType : type;
    }
  }

  private static final class CsvBox extends BoxFormat {

    private final StructType fields;
    private final StructType texts;
    private final String separator;

    CsvBox(StructType type, String separator) {
      super(type);
      this.fields = (StructType) this.type;
      this.separator = separator;
      StructType texts = new StructType();
      for (int i = 0; i < fields.size(); i++) {
        texts = texts.add("c" + i, DataTypes.StringType);
      }
      this.texts = texts;
    }

    @Override
    String name() {
      return "CSV";
    }

    @Override
    BoxFormat withSeparator(String other) {
      if (other.length() != 1 || "\"\r\n".contains(other)) {
        throw TransformErrors.cannot(
            "separate fields by",
            "'" + other + "'",
            "it is not one character, or one that has a meaning of its own",
            "Take one such as ';' or a tab.");
      }
      return new CsvBox(fields, other);
    }

    @Override
    void requireReadable() {
      for (StructField field : fields.fields()) {
        if (!CastRules.possible(DataTypes.StringType, field.dataType())) {
          throw TransformErrors.cannot(
              "unbox CSV field",
              field.name(),
              "a field of CSV cannot be " + TypeNames.article(field.dataType()),
              "Take it as a string, and unbox that.");
        }
      }
    }

    @Override
    Column parsed(Column text) {
      return from_csv(
          record(text),
          lit(texts.add(BAD, DataTypes.StringType).toDDL()),
          Map.of("columnNameOfCorruptRecord", BAD, "sep", separator, "escape", "\""));
    }

    private static Column record(Column text) {
      return rtrim(text, "\r\n");
    }

    @Override
    Column failed(FieldPath text, String box) {
      Column record = record(col(text.sql()));
      Column failed = col(box + "." + BAD).isNotNull().or(not(record.rlike(pattern())));
      if (fields.size() > 1) {
        failed = failed.or(record.equalTo(""));
      }
      for (int i = 0; i < fields.size(); i++) {
        DataType to = fields.fields()[i].dataType();
        if (CastRules.canFail(DataTypes.StringType, to)) {
          failed = failed.or(expr(CastFailure.of(field(box, i), DataTypes.StringType, to)));
        }
      }
      return failed;
    }

    private String pattern() {
      String sep = "\\x{" + Integer.toHexString(separator.codePointAt(0)) + "}";
      String field = "(?:\"[^\"]*+(?:\"\"[^\"]*+)*+\"|[^\"" + sep + "\\r\\n]*+)";
      return "\\A" + field + "(?:" + sep + field + ")*+\\z";
    }

    @Override
    String value(String box) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < fields.size(); i++) {
        StructField field = fields.fields()[i];
        values.add(
            CastText.of(field(box, i), DataTypes.StringType, field.dataType())
                + " AS "
                + FieldPath.quote(field.name()));
      }
      return "CASE WHEN " + box + " IS NOT NULL THEN struct(" + String.join(", ", values) + ") END";
    }

    private static String field(String box, int index) {
      return box + ".c" + index;
    }
  }
}
