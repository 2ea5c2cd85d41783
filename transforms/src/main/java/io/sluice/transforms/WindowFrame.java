package io.sluice.transforms;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * The rows around a row that an aggregate sees.
 *
 * @param range whether distances are those of values in the order, and not of places
 * @param start how far before the row it begins, negative, or behind it
 * @param end how far behind the row it ends, or before it, negative
 */
record WindowFrame(boolean range, long start, long end) {

  /** From the first row to the current one. */
  static final WindowFrame RUNNING =
      new WindowFrame(false, Window.unboundedPreceding(), Window.currentRow());

  private static final String BOUND =
      "(unbounded\\s+(?:preceding|following)|current\\s+row|\\d{1,18}\\s+(?:preceding|following))";
  private static final Pattern FORM =
      Pattern.compile(
          "(?is)\\s*(rows|range)\\s+between\\s+" + BOUND + "\\s+and\\s+" + BOUND + "\\s*");

  /** Reads a frame as SQL writes it. */
  static WindowFrame parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw cannot(text, "it is none");
    }
    boolean range = matcher.group(1).equalsIgnoreCase("range");
    WindowFrame frame = new WindowFrame(range, bound(matcher.group(2)), bound(matcher.group(3)));
    if (frame.start > frame.end) {
      throw cannot(text, "it ends before it begins");
    }
    return frame;
  }

  private static InvalidTransformException cannot(String text, String reason) {
    return TransformErrors.cannot(
        "use frame",
        text.isBlank() ? "''" : text,
        reason,
        "Write it like: rows between 6 preceding and current row.");
  }

  private static long bound(String text) {
    String bound = text.toLowerCase(Locale.ROOT);
    boolean before = bound.endsWith("preceding");
    String first = bound.replaceFirst("(?s)\\s.*", "");
    return switch (first) {
      case "unbounded" -> before ? Window.unboundedPreceding() : Window.unboundedFollowing();
      case "current" -> Window.currentRow();
      default -> before ? -Long.parseLong(first) : Long.parseLong(first);
    };
  }

  /** Returns the window of this frame. Distances of places need an order in which none tie. */
  WindowSpec over(Ranking ranking) {
    return range
        ? ranking.given().rangeBetween(start, end)
        : ranking.untied().rowsBetween(start, end);
  }
}
