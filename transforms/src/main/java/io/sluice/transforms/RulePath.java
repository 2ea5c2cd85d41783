package io.sluice.transforms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A path that was found in the rows, and that may lead through the elements of arrays: {@code
 * items[].qty}.
 *
 * @param hops the names to walk, from one array to the next; each but the last ends at an array
 * @param type what lies at its end
 * @param label the path as a reason has it
 */
record RulePath(List<List<String>> hops, DataType type, String label) {

  private static final String EACH = "[]";

  /** A name of the path, and how many arrays are entered behind it. */
  private record Part(String name, int arrays) {}

  static RulePath find(String text, Columns columns, String verb) {
    List<Part> parts = parts(text);
    FieldPath plain = new FieldPath(parts.stream().map(Part::name).toList());
    List<List<String>> hops = new ArrayList<>();
    List<String> hop = new ArrayList<>();
    List<String> walked = new ArrayList<>();
    StringBuilder label = new StringBuilder();
    DataType type = columns.schema();
    for (Part part : parts) {
      if (!(type instanceof StructType level)) {
        throw closed(verb, text, label.toString(), type);
      }
      Optional<StructField> field = columns.one(level, part.name());
      if (field.isEmpty()) {
        boolean literal = columns.has(String.join(".", plain.names()));
        throw TransformErrors.noColumn(verb, plain, walked, part.name(), level, literal);
      }
      hop.add(field.get().name());
      walked.add(field.get().name());
      label
          .append(label.isEmpty() ? "" : ".")
          .append(new FieldPath(List.of(hop.get(hop.size() - 1))));
      type = field.get().dataType();
      for (int i = 0; i < part.arrays(); i++) {
        if (!(type instanceof ArrayType array)) {
          throw TransformErrors.cannot(
              verb + " column",
              text,
              label + " is " + TypeNames.article(type) + ", not an array",
              "Leave out the [] behind it.");
        }
        hops.add(List.copyOf(hop));
        hop.clear();
        label.append(EACH);
        type = array.elementType();
      }
    }
    hops.add(List.copyOf(hop));
    return new RulePath(List.copyOf(hops), type, label.toString());
  }

  private static InvalidTransformException closed(
      String verb, String text, String label, DataType type) {
    return TransformErrors.cannot(
        verb + " column",
        text,
        label + " is " + TypeNames.article(type) + ", not a struct",
        type instanceof ArrayType
            ? "Write " + label + EACH + " to look at each of its elements."
            : "Check it as a whole, or say what must be true of it as an SQL predicate.");
  }

  /** Cuts a path at the dots outside of backticks; brackets within them belong to the name. */
  private static List<Part> parts(String text) {
    List<Part> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || (text.charAt(i) == '.' && !quoted)) {
        parts.add(part(text, text.substring(start, i)));
        start = i + 1;
      } else if (text.charAt(i) == '`') {
        quoted = !quoted;
      }
    }
    return parts;
  }

  private static Part part(String text, String piece) {
    String name = piece;
    int arrays = 0;
    while (name.endsWith(EACH)) {
      name = name.substring(0, name.length() - EACH.length());
      arrays++;
    }
    if (name.isEmpty()) {
      throw TransformErrors.badPath(text, "a name is empty");
    }
    return new Part(FieldPath.parse(name).last(), arrays);
  }

  /** Returns whether it leads through arrays, and so to any number of values. */
  boolean many() {
    return hops.size() > 1;
  }

  /**
   * Returns an expression that is true where {@code failure} is for the value, or for any of the
   * values, that the path leads to.
   *
   * @param failure given the value, and a condition that is true where it could be: where the
   *     struct that it is a field of is not NULL
   */
  String any(BiFunction<String, String, String> failure) {
    return any(0, "", failure);
  }

  private String any(int depth, String root, BiFunction<String, String, String> failure) {
    List<String> names = hops.get(depth);
    StringBuilder at = new StringBuilder(root);
    String parent = "";
    for (String name : names) {
      parent = at.toString();
      at.append(at.isEmpty() ? "" : ".").append(FieldPath.quote(name));
    }
    if (depth == hops.size() - 1) {
      return failure.apply(at.toString(), parent.isEmpty() ? "true" : parent + " IS NOT NULL");
    }
    String element = "element" + depth;
    return "exists(" + at + ", " + element + " -> " + any(depth + 1, element, failure) + ")";
  }
}
