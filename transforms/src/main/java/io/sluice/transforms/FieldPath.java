package io.sluice.transforms;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The names that lead to a column or into its structs: {@code address.geo.lat}. A dot walks into a
 * struct; backticks quote a name that holds dots itself, and a doubled backtick inside them stands
 * for one.
 */
record FieldPath(List<String> names) {

  FieldPath {
    names = List.copyOf(names);
  }

  /** Reads a path as a user writes it. */
  static FieldPath parse(String text) {
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    boolean quoted = false;
    boolean closed = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '`' && i + 1 < text.length() && text.charAt(i + 1) == '`') {
        name.append('`');
        i++;
      } else if (quoted && c == '`') {
        quoted = false;
        closed = true;
      } else if (quoted) {
        name.append(c);
      } else if (c == '.') {
        names.add(finished(text, name));
        closed = false;
      } else if (c == '`' && name.isEmpty() && !closed) {
        quoted = true;
      } else if (c == '`' || closed) {
        throw TransformErrors.badPath(text, "a backtick stands in the middle of a name");
      } else {
        name.append(c);
      }
    }
    if (quoted) {
      throw TransformErrors.badPath(text, "a backtick is not closed");
    }
    names.add(finished(text, name));
    return new FieldPath(names);
  }

  private static String finished(String text, StringBuilder name) {
    if (name.isEmpty()) {
      throw TransformErrors.badPath(text, "a name is empty");
    }
    String result = name.toString();
    name.setLength(0);
    return result;
  }

  /** Returns a name between backticks, for the text of an expression. */
  static String quote(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  boolean nested() {
    return names.size() > 1;
  }

  String last() {
    return names.get(names.size() - 1);
  }

  /** Returns the path for the text of an expression, every name quoted. */
  String sql() {
    return names.stream().map(FieldPath::quote).collect(Collectors.joining("."));
  }

  /** Returns the path as a user would write it: quoted only where it must be. */
  @Override
  public String toString() {
    return names.stream()
        .map(n -> n.indexOf('.') >= 0 || n.indexOf('`') >= 0 ? quote(n) : n)
        .collect(Collectors.joining("."));
  }
}
