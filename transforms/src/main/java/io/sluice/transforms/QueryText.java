package io.sluice.transforms;

import java.util.Locale;

/** Checks that a text is one SELECT and cannot be taken for anything else where it is put. */
final class QueryText {

  private static final String REMEDY =
      "Write one SELECT, or WITH ... SELECT; other statements have no place in a pipeline.";

  private QueryText() {}

  /** Returns the query without a semicolon at its end. */
  static String select(String text) {
    String code = ExpressionText.of(text).code();
    String query = text;
    if (code.stripTrailing().endsWith(";")) {
      query = text.substring(0, code.lastIndexOf(';'));
      code = code.substring(0, code.lastIndexOf(';'));
    }
    if (code.indexOf(';') >= 0) {
      throw TransformErrors.badQuery(text, "it is more than one statement", REMEDY);
    }
    String first = code.strip().replaceFirst("^[\\s(]+", "").toLowerCase(Locale.ROOT);
    if (!first.matches("(?s)(select|with)\\b.*")) {
      throw TransformErrors.badQuery(text, "it is not a SELECT", REMEDY);
    }
    requireBalance(text, code);
    return query;
  }

  private static void requireBalance(String text, String code) {
    int open = 0;
    for (int i = 0; i < code.length() && open >= 0; i++) {
      open += code.charAt(i) == '(' ? 1 : code.charAt(i) == ')' ? -1 : 0;
    }
    if (open != 0) {
      String reason =
          open < 0 ? "a bracket is closed that was not opened" : "a bracket is not closed";
      throw TransformErrors.badQuery(text, reason, "Balance the brackets.");
    }
  }
}
