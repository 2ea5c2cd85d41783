package io.sluice.bench;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes JSON as a person would lay it out, or on one line. */
final class Json {
  private static final String INDENT = "  ";

  private Json() {}

  /**
   * Returns the value over several lines, indented by two spaces, with no line break at its end.
   */
  static String pretty(Object value) {
    StringBuilder out = new StringBuilder();
    pretty(value, "", out);
    return out.toString();
  }

  /** Returns a value on one line, without a space between its parts, and a line break. */
  static byte[] line(Object value) {
    StringBuilder out = new StringBuilder(512);
    compact(value, out);
    return out.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Appends a value on one line, without a space between its parts. */
  static void compact(Object value, StringBuilder out) {
    if (value instanceof Map<?, ?> map) {
      out.append('{');
      String before = "";
      for (Map.Entry<?, ?> field : map.entrySet()) {
        out.append(before);
        text(String.valueOf(field.getKey()), out);
        out.append(':');
        compact(field.getValue(), out);
        before = ",";
      }
      out.append('}');
    } else if (value instanceof List<?> list) {
      out.append('[');
      String before = "";
      for (Object element : list) {
        out.append(before);
        compact(element, out);
        before = ",";
      }
      out.append(']');
    } else {
      scalar(value, out);
    }
  }

  private static void pretty(Object value, String margin, StringBuilder out) {
    if (value instanceof Map<?, ?> map) {
      String inner = margin + INDENT;
      out.append("{\n");
      for (Iterator<? extends Map.Entry<?, ?>> rest = map.entrySet().iterator(); rest.hasNext(); ) {
        Map.Entry<?, ?> field = rest.next();
        out.append(inner);
        text(String.valueOf(field.getKey()), out);
        out.append(": ");
        pretty(field.getValue(), inner, out);
        out.append(rest.hasNext() ? ",\n" : "\n");
      }
      out.append(margin).append('}');
    } else if (value instanceof List<?> list) {
      String inner = margin + INDENT;
      out.append("[\n");
      for (Iterator<?> rest = list.iterator(); rest.hasNext(); ) {
        out.append(inner);
        pretty(rest.next(), inner, out);
        out.append(rest.hasNext() ? ",\n" : "\n");
      }
      out.append(margin).append(']');
    } else {
      scalar(value, out);
    }
  }

  private static void scalar(Object value, StringBuilder out) {
    if (value instanceof String string) {
      text(string, out);
    } else if (value instanceof Number || value == null) {
      out.append(value);
    } else {
      throw new IllegalArgumentException(
          "Cannot write sample value: "
              + value
              + " (neither text nor number nor null). Add its form here.");
    }
  }

  private static void text(String value, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> out.append(c);
      }
    }
    out.append('"');
  }
}
