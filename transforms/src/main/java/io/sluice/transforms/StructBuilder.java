package io.sluice.transforms;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.struct;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;

/** Puts mapped values in the places their target paths name, making the structs in between. */
final class StructBuilder {

  /** Either a value, or fields by their folded names. */
  private static final class Node {
    final String name;
    final MappedColumn value;
    final Map<String, Node> fields = new LinkedHashMap<>();

    Node(String name, MappedColumn value) {
      this.name = name;
      this.value = value;
    }

    Column column() {
      Column content =
          value != null
              ? expr(value.value())
              : struct(fields.values().stream().map(Node::column).toArray(Column[]::new));
      return content.as(name);
    }
  }

  private StructBuilder() {}

  /** Returns the top-level columns, in the order in which they are first named. */
  static List<Column> columns(List<MappedColumn> mapped, Columns names) {
    Node root = new Node("", null);
    for (MappedColumn column : mapped) {
      place(root, column, names);
    }
    return new ArrayList<>(root.fields.values().stream().map(Node::column).toList());
  }

  private static void place(Node root, MappedColumn column, Columns names) {
    List<String> path = column.target().names();
    Node at = root;
    for (String part : path.subList(0, path.size() - 1)) {
      at = at.fields.computeIfAbsent(names.fold(part), k -> new Node(part, null));
      if (at.value != null) {
        throw both(column.target(), at.value.target());
      }
    }
    String last = column.target().last();
    Node before = at.fields.putIfAbsent(names.fold(last), new Node(last, column));
    if (before != null && before.value == null) {
      throw both(new FieldPath(path), column.target());
    }
    if (before != null) {
      throw TransformErrors.taken("map to column", column.target().toString(), "another mapping");
    }
  }

  private static InvalidTransformException both(FieldPath target, FieldPath leaf) {
    return TransformErrors.cannot(
        "map to column",
        target,
        leaf + " would be a column and a struct at once",
        "Give one of the two mappings another target.");
  }
}
