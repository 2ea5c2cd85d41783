package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Changes to fields where they lie: in structs, and in the structs of arrays. Everything around
 * them stays as it is, and what is NULL stays NULL.
 */
final class FieldEdits {

  /** Either a change, or changes to fields inside, by their names. */
  private static final class Node {
    final Map<String, Node> fields = new LinkedHashMap<>();
    UnaryOperator<Column> change;
  }

  private final Node root = new Node();

  /**
   * Adds a change.
   *
   * @param path as the schema spells it
   */
  void put(FieldPath path, UnaryOperator<Column> change) {
    Node at = root;
    for (String name : path.names()) {
      if (at.change != null) {
        throw TransformErrors.namedTwice(path.toString(), path.toString());
      }
      at = at.fields.computeIfAbsent(name, n -> new Node());
    }
    if (at.change != null || !at.fields.isEmpty()) {
      throw TransformErrors.namedTwice(path.toString(), path.toString());
    }
    at.change = change;
  }

  /** Returns the data columns, with the changes made. */
  List<Column> over(Columns columns) {
    columns.requireDistinct(columns.names());
    List<Column> out = new ArrayList<>();
    for (StructField field : columns.fields()) {
      Column value = col(FieldPath.quote(field.name()));
      Node edit = root.fields.get(field.name());
      out.add(
          edit == null
              ? value
              : edited(value, field.dataType(), field.nullable(), edit).as(field.name()));
    }
    return out;
  }

  private static Column edited(Column value, DataType type, boolean nullable, Node edit) {
    if (type instanceof ArrayType array) {
      return transform(value, e -> edited(e, array.elementType(), array.containsNull(), edit));
    }
    if (edit.change != null) {
      return edit.change.apply(value);
    }
    List<Column> fields = new ArrayList<>();
    for (StructField field : ((StructType) type).fields()) {
      Column inner = value.getField(field.name());
      Node own = edit.fields.get(field.name());
      fields.add(
          (own == null ? inner : edited(inner, field.dataType(), field.nullable(), own))
              .as(field.name()));
    }
    Column made = struct(fields.toArray(Column[]::new));
    return nullable ? when(value.isNotNull(), made) : made;
  }
}
