package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Gives all columns names as Athena and Redshift want them: lower case, words joined by
 * underscores.
 *
 * <p>{@code UserID} becomes {@code user_id}, {@code catchPhrase} {@code catch_phrase}, {@code
 * HTTPServer2} {@code http_server2}. Whatever is neither letter nor digit becomes an underscore, of
 * which there is never more than one together and none at either end. Letters lose their accents,
 * {@code ß} becomes {@code ss} and the like; a letter that has no Latin one is written as {@code u}
 * and the number of its code point: {@code 日} becomes {@code u65e5}. A name that would begin with a
 * digit begins with an {@code x}: {@code 2022 total} becomes {@code x2022_total}.
 *
 * <p>Fields of structs are renamed too, those in arrays and maps as well; the keys of a map are
 * data and stay. Two names of one struct, or of the frame, that become the same are an error that
 * names both, and so is a name of which nothing is left. Names that are good already stay; applying
 * it twice changes nothing.
 *
 * <p><b>Cost:</b> narrow; one projection. Only where names inside of a column change is its value
 * built anew.
 *
 * <pre>{@code
 * StandardizeNames.lowerSnakeCase().apply(users); // company struct<name, catch_phrase, bs>
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> Glue has no transform for it; its crawlers put names in lower case
 * and leave the words in them run together.
 */
public final class StandardizeNames implements Transform {

  private final boolean nested;

  private StandardizeNames(boolean nested) {
    this.nested = nested;
  }

  /** Makes names lower_snake_case, those of fields in structs too. */
  public static StandardizeNames lowerSnakeCase() {
    return new StandardizeNames(true);
  }

  /** Leaves the names of fields in structs as they are. */
  public StandardizeNames withoutNested() {
    return new StandardizeNames(false);
  }

  @Override
  public String name() {
    return "standardize_names";
  }

  @Override
  public Accounting accounting() {
    return Accounting.ROW_FOR_ROW;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    Columns columns = Columns.of(rows, "standardize");
    columns.requireDistinct(columns.names());
    StructType renamed = renamed(columns.schema(), List.of());
    List<Column> out = new ArrayList<>();
    for (int i = 0; i < renamed.size(); i++) {
      StructField from = columns.fields().get(i);
      StructField to = renamed.fields()[i];
      Column value = col(FieldPath.quote(from.name()));
      out.add(
          from.dataType().equals(to.dataType())
              ? value.as(to.name())
              : value.cast(to.dataType()).as(to.name(), from.metadata()));
    }
    return rows.select(columns.withLineage(out));
  }

  private DataType renamed(DataType type, List<String> path) {
    if (type instanceof StructType struct) {
      return renamed(struct, path);
    }
    if (type instanceof ArrayType array) {
      return DataTypes.createArrayType(renamed(array.elementType(), path), array.containsNull());
    }
    if (type instanceof MapType map) {
      return DataTypes.createMapType(
          renamed(map.keyType(), path), renamed(map.valueType(), path), map.valueContainsNull());
    }
    return type;
  }

  private StructType renamed(StructType struct, List<String> path) {
    List<StructField> fields = new ArrayList<>();
    Map<String, String> taken = new LinkedHashMap<>();
    for (StructField field : struct.fields()) {
      List<String> inner = new ArrayList<>(path);
      inner.add(field.name());
      String name = SnakeCase.of(field.name());
      if (name.isEmpty()) {
        throw TransformErrors.cannot(
            "standardize name",
            new FieldPath(inner),
            "it has no letter and no digit",
            "Rename it with rename_field first.");
      }
      String before = taken.put(name, field.name());
      if (before != null) {
        throw TransformErrors.cannot(
            "standardize name",
            new FieldPath(inner),
            "both "
                + FieldPath.quote(before)
                + " and "
                + FieldPath.quote(field.name())
                + " would be called "
                + name,
            "Rename one of the two with rename_field first.");
      }
      fields.add(
          new StructField(
              name,
              nested ? renamed(field.dataType(), inner) : field.dataType(),
              field.nullable(),
              field.metadata()));
    }
    return new StructType(fields.toArray(StructField[]::new));
  }
}
