package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a frame as a user sees them, found by name or by path, comparing names as the
 * frame's session does. What two columns could answer to is refused rather than guessed.
 */
final class Columns {

  /** Where a path led: the names as the schema spells them, and what lies there. */
  record Found(FieldPath path, DataType type, boolean nullable) {
    Column column() {
      return col(path.sql());
    }
  }

  private final String verb;
  private final boolean caseSensitive;
  private final StructType visible;
  private final List<String> carried;
  // Thousands of columns are looked for by name, each of them among thousands.
  private final Map<String, List<StructField>> byName = new HashMap<>();

  private Columns(String verb, boolean caseSensitive, StructType schema) {
    this.verb = verb;
    this.caseSensitive = caseSensitive;
    this.visible = new StructType(Lineage.visible(schema).toArray(StructField[]::new));
    this.carried = Arrays.stream(schema.fieldNames()).filter(Lineage::isLineage).toList();
    for (StructField field : visible.fields()) {
      byName.computeIfAbsent(fold(field.name()), n -> new ArrayList<>()).add(field);
    }
  }

  /**
   * Returns the columns of {@code rows}.
   *
   * @param verb what the transform does to a column, for its messages: {@code map}, {@code drop}
   */
  static Columns of(Dataset<Row> rows, String verb) {
    String setting = rows.sparkSession().conf().get("spark.sql.caseSensitive", "false");
    return new Columns(verb, Boolean.parseBoolean(setting), rows.schema());
  }

  /** Returns the data columns' fields, in order. */
  List<StructField> fields() {
    return List.of(visible.fields());
  }

  StructType schema() {
    return visible;
  }

  List<String> names() {
    return List.of(visible.fieldNames());
  }

  /** Returns the data columns, each of which must have a name of its own, in order. */
  List<Column> all() {
    requireDistinct(names());
    return names().stream().map(n -> col(FieldPath.quote(n))).toList();
  }

  /** Returns the names of the lineage columns. */
  List<String> lineage() {
    return carried;
  }

  /** Returns {@code data} with the lineage columns behind it. */
  Column[] withLineage(List<Column> data) {
    List<Column> columns = new ArrayList<>(data);
    carried.forEach(name -> columns.add(col(FieldPath.quote(name))));
    return columns.toArray(Column[]::new);
  }

  /** Returns {@code rows} without the lineage columns. */
  Dataset<Row> hideLineage(Dataset<Row> rows) {
    return carried.isEmpty() ? rows : rows.drop(carried.toArray(String[]::new));
  }

  /** Returns the form of a name by which names are compared. */
  String fold(String name) {
    return caseSensitive ? name : name.toLowerCase(Locale.ROOT);
  }

  boolean same(String a, String b) {
    return fold(a).equals(fold(b));
  }

  boolean has(String name) {
    return byName.containsKey(fold(name));
  }

  /** Refuses names of which two are the same. */
  void requireDistinct(Collection<String> names) {
    Map<String, String> seen = new HashMap<>();
    for (String name : names) {
      String before = seen.put(fold(name), name);
      if (before != null) {
        throw TransformErrors.ambiguous(verb, name, List.of(before, name));
      }
    }
  }

  /** Returns what is found at the path {@code text}. */
  Found find(String text) {
    FieldPath path = FieldPath.parse(text);
    return walk(path, true, false).orElseThrow();
  }

  /** Returns what is found at {@code path}, or nothing when one of its names does not exist. */
  Optional<Found> lookUp(FieldPath path) {
    return walk(path, false, false);
  }

  /**
   * Returns what is found at the path {@code text}, in which a name may also be that of a field in
   * each element of an array.
   */
  Found findInEach(String text) {
    return walk(FieldPath.parse(text), true, true).orElseThrow();
  }

  /** Returns the name of the one data column called {@code text}, which may not be a path. */
  String top(String text) {
    Found found = find(text);
    if (found.path().nested()) {
      throw TransformErrors.nested(verb, text);
    }
    return found.path().last();
  }

  private Optional<Found> walk(FieldPath path, boolean required, boolean throughArrays) {
    List<String> names = new ArrayList<>();
    StructType level = visible;
    boolean nullable = false;
    DataType type = visible;
    for (String part : path.names()) {
      while (throughArrays && type instanceof ArrayType array) {
        type = array.elementType();
      }
      if (!(type instanceof StructType struct)) {
        throw TransformErrors.notAStruct(verb, path, new FieldPath(names), type);
      }
      level = struct;
      Optional<StructField> field =
          names.isEmpty()
              ? only(part, byName.getOrDefault(fold(part), List.of()))
              : one(level, part);
      if (field.isEmpty()) {
        if (required) {
          throw TransformErrors.noColumn(verb, path, names, part, level, has(unquoted(path)));
        }
        return Optional.empty();
      }
      names.add(field.get().name());
      nullable |= field.get().nullable();
      type = field.get().dataType();
    }
    return Optional.of(new Found(new FieldPath(names), type, nullable));
  }

  /** Returns the field of {@code struct} called {@code name}, if there is one. */
  Optional<StructField> one(StructType struct, String name) {
    return only(name, Arrays.stream(struct.fields()).filter(f -> same(f.name(), name)).toList());
  }

  private Optional<StructField> only(String name, List<StructField> matches) {
    if (matches.size() > 1) {
      throw TransformErrors.ambiguous(verb, name, matches.stream().map(StructField::name).toList());
    }
    return matches.stream().findFirst();
  }

  private static String unquoted(FieldPath path) {
    return String.join(".", path.names());
  }
}
