package io.sluice.transforms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Fields that were named by their paths, as a tree: what they are called, and what is in them. */
final class FieldTree {

  private final Map<String, FieldTree> fields = new LinkedHashMap<>();
  private String label;

  /** Returns the tree of {@code paths}, spelled as the schema spells them. */
  static FieldTree of(List<String> paths, Columns columns) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String path : paths) {
      if (labels.put(path, "") != null) {
        throw TransformErrors.namedTwice(path, path);
      }
    }
    return of(labels, columns);
  }

  /** Returns the tree of the paths that are the map's keys, each with its value as a label. */
  static FieldTree of(Map<String, String> labels, Columns columns) {
    FieldTree root = new FieldTree();
    labels.forEach(
        (path, label) -> {
          FieldTree at = root;
          for (String name : columns.findInEach(path).path().names()) {
            at = at.fields.computeIfAbsent(name, n -> new FieldTree());
          }
          if (at.label != null) {
            throw TransformErrors.namedTwice(path, path);
          }
          at.label = label;
        });
    return root;
  }

  /** Refuses a path and, beside it, another one inside of what it names. */
  FieldTree requireNoOverlap() {
    requireNoOverlap(new ArrayList<>());
    return this;
  }

  private void requireNoOverlap(List<String> walked) {
    fields.forEach(
        (name, field) -> {
          List<String> path = new ArrayList<>(walked);
          path.add(name);
          if (field.label != null && !field.fields.isEmpty()) {
            path.add(field.fields.keySet().iterator().next());
            throw TransformErrors.namedTwice(
                new FieldPath(path).toString(),
                new FieldPath(path.subList(0, path.size() - 1)).toString());
          }
          field.requireNoOverlap(path);
        });
  }

  /** Returns shapes that take what is in this tree and nothing else, in its order. */
  List<FieldShape> selected() {
    List<FieldShape> shapes = new ArrayList<>();
    fields.forEach((name, field) -> shapes.add(new FieldShape(name, name, field.selected())));
    return shapes;
  }

  /** Returns shapes that take everything of {@code type} but what is in this tree. */
  List<FieldShape> dropped(DataType type) {
    List<FieldShape> shapes = new ArrayList<>();
    for (StructField field : structure(type).fields()) {
      FieldTree drop = fields.get(field.name());
      if (drop == null) {
        shapes.add(FieldShape.whole(field.name()));
      } else if (drop.label == null) {
        List<FieldShape> kept = drop.dropped(field.dataType());
        if (kept.isEmpty()) {
          throw TransformErrors.cannot(
              "drop fields of", field.name(), "nothing would be left in it", "Drop all of it.");
        }
        shapes.add(new FieldShape(field.name(), field.name(), kept));
      }
    }
    return shapes;
  }

  /** Returns shapes that take everything of {@code type}, called by the labels in this tree. */
  List<FieldShape> renamed(DataType type, Columns columns) {
    List<FieldShape> shapes = new ArrayList<>();
    Map<String, String> taken = new LinkedHashMap<>();
    for (StructField field : structure(type).fields()) {
      FieldTree own = fields.getOrDefault(field.name(), new FieldTree());
      String name = own.label == null ? field.name() : own.label;
      String before = taken.put(columns.fold(name), field.name());
      if (before != null) {
        throw TransformErrors.cannot(
            "rename field to",
            name,
            "both " + before + " and " + field.name() + " would be called that",
            "Choose another name.");
      }
      List<FieldShape> inside =
          own.fields.isEmpty() ? List.of() : own.renamed(field.dataType(), columns);
      shapes.add(new FieldShape(field.name(), name, inside));
    }
    return shapes;
  }

  private static StructType structure(DataType type) {
    DataType at = type;
    while (at instanceof ArrayType array) {
      at = array.elementType();
    }
    return (StructType) at;
  }

  /** Returns the columns of these shapes. */
  static Column[] cut(List<FieldShape> shapes, Columns columns) {
    Map<String, StructField> fields = new LinkedHashMap<>();
    Arrays.stream(columns.schema().fields()).forEach(f -> fields.put(f.name(), f));
    return columns.withLineage(shapes.stream().map(s -> s.cut(fields.get(s.source()))).toList());
  }
}
