package io.sluice.bench;

import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/** Writes records as CSV with quotes where they are needed. */
final class Csv {

  private Csv() {}

  /** Returns a record and its line break. */
  static byte[] line(Object... fields) {
    StringJoiner line = new StringJoiner(",", "", "\n");
    for (Object field : fields) {
      line.add(quoted(field.toString()));
    }
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String quoted(String field) {
    boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n');
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
