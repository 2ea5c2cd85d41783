package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * All columns of a frame, with others in the place of one field.
 *
 * @param what is done, for messages: {@code explode into column}
 */
record Replacement(Columns columns, String what) {

  /**
   * Returns the columns with {@code values} where {@code path} leads; a struct around it that is
   * NULL stays NULL.
   *
   * @param names what the values are called
   */
  List<Column> of(FieldPath path, List<String> names, List<Column> values) {
    String first = path.names().get(0);
    List<Column> out = new ArrayList<>();
    requireFree(columns.fields(), path.names(), names);
    for (StructField field : columns.fields()) {
      Column column = col(FieldPath.quote(field.name()));
      if (!field.name().equals(first)) {
        out.add(column);
      } else if (path.nested()) {
        out.add(inside(column, field, rest(path.names()), names, values));
      } else {
        out.addAll(values);
      }
    }
    return out;
  }

  private Column inside(
      Column value, StructField field, List<String> path, List<String> names, List<Column> values) {
    List<StructField> fields = List.of(((StructType) field.dataType()).fields());
    requireFree(fields, path, names);
    List<Column> parts = new ArrayList<>();
    for (StructField part : fields) {
      Column inner = value.getField(part.name());
      if (!part.name().equals(path.get(0))) {
        parts.add(inner.as(part.name()));
      } else if (path.size() > 1) {
        parts.add(inside(inner, part, rest(path), names, values));
      } else {
        parts.addAll(values);
      }
    }
    Column made = struct(parts.toArray(Column[]::new));
    return (field.nullable() ? when(value.isNotNull(), made) : made).as(field.name());
  }

  private static List<String> rest(List<String> path) {
    return path.subList(1, path.size());
  }

  private void requireFree(List<StructField> fields, List<String> path, List<String> names) {
    if (path.size() > 1) {
      return;
    }
    List<String> taken = new ArrayList<>();
    for (StructField field : fields) {
      if (!field.name().equals(path.get(0))) {
        taken.add(columns.fold(field.name()));
      }
    }
    for (String name : names) {
      if (Lineage.isLineage(name)) {
        throw TransformErrors.reserved(what, name);
      }
      if (taken.contains(columns.fold(name))) {
        throw TransformErrors.taken(what, name, "another column");
      }
      taken.add(columns.fold(name));
    }
  }
}
