package io.sluice.transforms;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression that is the call of one function and nothing else, such as {@code lag(x) IGNORE
 * NULLS} or {@code sum(x) FILTER (WHERE x > 0)}.
 *
 * @param name in lower case
 * @param call the call, with what it says of NULLs
 * @param filter the condition of its FILTER, where it has one
 */
record FunctionCall(String name, String call, Optional<String> filter) {

  private static final Pattern HEAD = Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_.]*)\\s*\\(");
  private static final Pattern NULLS = Pattern.compile("(?is)\\s*(?:ignore|respect)\\s+nulls\\b");
  private static final Pattern FILTER = Pattern.compile("(?is)\\s*filter\\s*\\(\\s*where\\b");

  /** Returns what {@code expression} calls, or nothing where it is anything but one call. */
  static Optional<FunctionCall> parse(String expression) {
    String code = ExpressionText.of(expression).code();
    Matcher head = HEAD.matcher(code);
    if (!head.lookingAt()) {
      return Optional.empty();
    }
    int end = closing(code, head.end());
    Matcher nulls = NULLS.matcher(code);
    if (nulls.region(end, code.length()).lookingAt()) {
      end = nulls.end();
    }
    String name = head.group(1).toLowerCase(Locale.ROOT);
    String call = expression.substring(0, end).strip();
    Matcher filter = FILTER.matcher(code);
    if (!filter.region(end, code.length()).lookingAt()) {
      return code.substring(end).isBlank()
          ? Optional.of(new FunctionCall(name, call, Optional.empty()))
          : Optional.empty();
    }
    int close = closing(code, filter.end());
    boolean closed = code.charAt(close - 1) == ')' && code.substring(close).isBlank();
    return closed
        ? Optional.of(
            new FunctionCall(
                name, call, Optional.of(expression.substring(filter.end(), close - 1).strip())))
        : Optional.empty();
  }

  /** Returns the place behind the bracket that closes the one before {@code from}. */
  private static int closing(String code, int from) {
    int depth = 1;
    for (int i = from; i < code.length(); i++) {
      char c = code.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0) {
        return i + 1;
      }
    }
    return code.length();
  }
}
