package io.sluice.transforms;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What can be told of an SQL expression from its text alone: the names it mentions, and whether a
 * star in it stands for all columns. Strings and comments are passed over.
 */
final class ExpressionText {

  private final String text;
  private final Set<String> names = new LinkedHashSet<>();
  private final StringBuilder code = new StringBuilder();
  private final List<Integer> stars = new ArrayList<>();

  private ExpressionText(String text) {
    this.text = text;
    scan();
  }

  static ExpressionText of(String text) {
    return new ExpressionText(text);
  }

  /** Returns the words and quoted names in the text, unquoted: columns, functions, keywords. */
  Set<String> names() {
    return names;
  }

  /** Returns whether a star stands for all columns, as in {@code struct(*)}. */
  boolean takesAllColumns() {
    return !stars.isEmpty();
  }

  /** Returns the text with each star that stands for all columns replaced by these. */
  String withColumns(List<String> columns) {
    String listed = columns.stream().map(FieldPath::quote).collect(Collectors.joining(", "));
    StringBuilder result = new StringBuilder(text);
    for (int i = stars.size() - 1; i >= 0; i--) {
      result.replace(stars.get(i), stars.get(i) + 1, listed);
    }
    return result.toString();
  }

  /** Returns the text, as long as it is, with blanks in the place of strings and comments. */
  String code() {
    return code.toString();
  }

  private void scan() {
    code.append(text);
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\'' || c == '"') {
        at = blanked(at, endOfString(at));
      } else if (c == '`') {
        at = blanked(at, quoted(at));
      } else if (text.startsWith("--", at)) {
        int end = text.indexOf('\n', at);
        at = blanked(at, end < 0 ? text.length() : end);
      } else if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        at = blanked(at, end < 0 ? text.length() : end + 2);
      } else if (Character.isJavaIdentifierStart(c)) {
        at = word(at);
      } else {
        if (c == '*' && standsAlone(at)) {
          stars.add(at);
        }
        at++;
      }
    }
  }

  private int blanked(int from, int to) {
    int end = Math.min(to, text.length());
    for (int i = from; i < end; i++) {
      code.setCharAt(i, ' ');
    }
    return end;
  }

  private int endOfString(int start) {
    char quote = text.charAt(start);
    int at = start + 1;
    while (at < text.length() && text.charAt(at) != quote) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (quote == '"') {
      // Where a setting of the session says so, it is a name.
      names.add(text.substring(start + 1, Math.min(at, text.length())));
    }
    return at + 1;
  }

  private int quoted(int start) {
    StringBuilder name = new StringBuilder();
    int at = start + 1;
    while (at < text.length()) {
      if (text.charAt(at) != '`') {
        name.append(text.charAt(at));
      } else if (text.startsWith("``", at)) {
        name.append('`');
        at++;
      } else {
        break;
      }
      at++;
    }
    names.add(name.toString());
    return at + 1;
  }

  private int word(int start) {
    int at = start;
    while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
      at++;
    }
    names.add(text.substring(start, at));
    return at;
  }

  /**
   * A star between brackets or commas is no multiplication; in {@code count(*)} it is no column.
   */
  private boolean standsAlone(int star) {
    String before = text.substring(0, star).stripTrailing();
    String after = text.substring(star + 1).stripLeading();
    boolean opened = before.isEmpty() || before.endsWith("(") || before.endsWith(",");
    boolean closed = after.isEmpty() || after.startsWith(")") || after.startsWith(",");
    return opened && closed && !before.matches("(?is).*\\bcount\\s*\\(");
  }
}
