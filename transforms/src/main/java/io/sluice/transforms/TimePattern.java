package io.sluice.transforms;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pattern of local times, as a regular expression that rearranges a text into one that Spark
 * casts. Spark's own patterns would do, if their results did not depend on the session's zone and
 * on its parser policy.
 *
 * @param regex a group for each part, and an alternative that takes any other text and has none
 * @param groups the number of each part's group
 */
record TimePattern(String text, String regex, Map<Part, Group> groups) {

  private static final String LETTERS =
      "Letters are y (year), M (month), d (day), H or h with a (hour), m (minute), s (second), S"
          + " (fraction), E (day of the week); other letters stand between single quotes.";
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final String SHORT_MONTHS = "(?:" + inThrees(MONTHS) + ")";
  private static final String LONG_MONTHS =
      "(?:january|february|march|april|may|june|july|august|september|october|november|december)";
  private static final String SHORT_DAYS = "(?:mon|tue|wed|thu|fri|sat|sun)";
  private static final String LONG_DAYS =
      "(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)";

  /** A part of a time; the names are those that messages use. */
  enum Part {
    YEAR,
    MONTH,
    DAY,
    HOUR,
    HALF,
    MINUTE,
    SECOND,
    FRACTION
  }

  /**
   * A group of the expression.
   *
   * @param letters as the pattern has them
   */
  record Group(int number, String letters) {}

  static TimePattern parse(String column, String text) {
    Reader reader = new Reader(column, text);
    return reader.read();
  }

  private static String inThrees(String names) {
    List<String> list = new ArrayList<>();
    for (int i = 0; i < names.length(); i += 3) {
      list.add(names.substring(i, i + 3));
    }
    return String.join("|", list);
  }

  /** Returns whether it names a day and no time of it. */
  boolean wholeDay() {
    return !groups.containsKey(Part.HOUR);
  }

  /**
   * Returns, as SQL, what a clock in UTC shows like the clock in question, or NULL where {@code x}
   * does not fit or there is no such day.
   */
  String parsed(String x) {
    Assembly assembly = new Assembly(x);
    Group year = groups.get(Part.YEAR);
    assembly.plain(year.letters().length() == 2 ? "20" : "").group(year).plain("-");
    Group month = groups.get(Part.MONTH);
    if (month.letters().length() > 2) {
      String name = "lower(substring(" + assembly.value(month) + ", 1, 3))";
      assembly.computed("(instr('" + MONTHS + "', " + name + ") + 2) DIV 3");
    } else {
      assembly.group(month);
    }
    assembly.plain("-").group(groups.get(Part.DAY)).plain(" ");
    Group hour = groups.get(Part.HOUR);
    if (groups.containsKey(Part.HALF)) {
      String half = "lower(" + assembly.value(groups.get(Part.HALF)) + ")";
      String twelve = "TRY_CAST(" + assembly.value(hour) + " AS INT) % 12";
      assembly.computed(twelve + " + CASE WHEN " + half + " = 'pm' THEN 12 ELSE 0 END");
    } else {
      assembly.orZeros(hour);
    }
    assembly.plain(":").orZeros(groups.get(Part.MINUTE));
    assembly.plain(":").orZeros(groups.get(Part.SECOND));
    if (groups.containsKey(Part.FRACTION)) {
      assembly.plain(".").group(groups.get(Part.FRACTION));
    }
    return "TRY_CAST(" + assembly.plain("Z").sql() + " AS TIMESTAMP)";
  }

  /** Puts a text together, in one replacement as far as nothing in it is computed. */
  private final class Assembly {
    private final String x;
    private final List<String> pieces = new ArrayList<>();
    private final StringBuilder template = new StringBuilder();

    Assembly(String x) {
      this.x = x;
    }

    Assembly plain(String characters) {
      template.append(characters);
      return this;
    }

    Assembly group(Group group) {
      template.append(reference(group));
      return this;
    }

    Assembly orZeros(Group group) {
      return group == null ? plain("00") : group(group);
    }

    void computed(String number) {
      flush();
      pieces.add("CAST(" + number + " AS STRING)");
    }

    String value(Group group) {
      return replaced(reference(group));
    }

    String sql() {
      flush();
      return pieces.size() == 1 ? pieces.get(0) : "concat(" + String.join(", ", pieces) + ")";
    }

    private void flush() {
      if (template.length() > 0) {
        pieces.add(replaced(template.toString()));
        template.setLength(0);
      }
    }

    private String replaced(String with) {
      return "regexp_replace(" + x + ", " + literal(regex) + ", '" + with + "')";
    }
  }

  /** By number: what stands between braces, Spark takes for a variable of its settings. */
  private static String reference(Group group) {
    return "$" + group.number();
  }

  /** Bytes, for settings of the parser give backslashes and quotes different meanings. */
  private static String literal(String text) {
    String hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    return "CAST(X'" + hex + "' AS STRING)";
  }

  /** Reads a pattern. */
  private static final class Reader {
    private final String column;
    private final String text;
    private final StringBuilder regex = new StringBuilder();
    private final Map<Part, Group> groups = new EnumMap<>(Part.class);
    private boolean open;

    Reader(String column, String text) {
      this.column = column;
      this.text = text;
    }

    TimePattern read() {
      int at = 0;
      while (at < text.length()) {
        char c = text.charAt(at);
        int from = at;
        if (c == '\'') {
          at = quoted(at);
        } else if (Character.isLetter(c)) {
          while (at < text.length() && text.charAt(at) == c) {
            at++;
          }
          letters(text.substring(from, at));
        } else {
          at++;
          literal(String.valueOf(c));
        }
      }
      require(Part.YEAR, Part.MONTH, Part.DAY);
      if (groups.containsKey(Part.FRACTION)) {
        require(Part.SECOND);
      }
      if (groups.containsKey(Part.SECOND)) {
        require(Part.MINUTE);
      }
      if (groups.containsKey(Part.MINUTE) || groups.containsKey(Part.HALF)) {
        require(Part.HOUR);
      }
      boolean twelve =
          groups.containsKey(Part.HOUR) && groups.get(Part.HOUR).letters().startsWith("h");
      if (twelve != groups.containsKey(Part.HALF)) {
        throw bad("h and a go together");
      }
      // What does not fit becomes a text without a figure, which no cast takes.
      String whole = "(?s)\\A *" + regex + " *\\z|\\A.*\\z";
      return new TimePattern(text, whole, groups);
    }

    private int quoted(int at) {
      if (text.startsWith("''", at)) {
        literal("'");
        return at + 2;
      }
      StringBuilder inside = new StringBuilder();
      int i = at + 1;
      while (i < text.length()) {
        if (text.charAt(i) != '\'') {
          inside.append(text.charAt(i++));
        } else if (text.startsWith("''", i)) {
          inside.append('\'');
          i += 2;
        } else {
          literal(inside.toString());
          return i + 1;
        }
      }
      throw bad("a quote is not closed");
    }

    private void literal(String characters) {
      regex.append(Pattern.quote(characters));
      open = open && characters.isEmpty();
    }

    private void letters(String run) {
      int n = run.length();
      switch (run.charAt(0)) {
        case 'y', 'u' -> year(run, n);
        case 'M', 'L' -> month(run, n);
        case 'd' -> figures(Part.DAY, run, n, "0[1-9]|[12][0-9]|3[01]", "[12][0-9]|3[01]|0?[1-9]");
        case 'H' -> figures(Part.HOUR, run, n, "[01][0-9]|2[0-3]", "1[0-9]|2[0-3]|0?[0-9]");
        case 'h' -> figures(Part.HOUR, run, n, "0[1-9]|1[0-2]", "1[0-2]|0?[1-9]");
        case 'm' -> figures(Part.MINUTE, run, n, "[0-5][0-9]", "[1-5][0-9]|0?[0-9]");
        case 's' -> figures(Part.SECOND, run, n, "[0-5][0-9]", "[1-5][0-9]|0?[0-9]");
        case 'S' -> {
          if (n > 9) {
            throw bad("a fraction has at most 9 figures");
          }
          group(Part.FRACTION, run, "[0-9]{" + n + "}", false);
        }
        case 'a' -> group(Part.HALF, run, "(?i:am|pm)", false);
        case 'E' -> regex.append("(?i:").append(n > 3 ? LONG_DAYS : SHORT_DAYS).append(')');
        case 'X', 'x', 'Z', 'z', 'V', 'O', 'v' ->
            throw TransformErrors.cannot(
                "conform time",
                column,
                "the pattern " + text + " holds a zone, and so a point in time",
                "Cast such a text to timestamp with apply_mapping.");
        default -> throw bad("the letters " + run + " mean nothing here");
      }
    }

    private void year(String run, int n) {
      if (n != 4 && n != 2) {
        throw bad("a year is yyyy or yy");
      }
      group(Part.YEAR, run, n == 4 ? "(?!0000)[0-9]{4}" : "[0-9]{2}", false);
    }

    private void month(String run, int n) {
      if (n > 2) {
        open = false;
        group(Part.MONTH, run, "(?i:" + (n == 3 ? SHORT_MONTHS : LONG_MONTHS) + ")", false);
      } else {
        figures(Part.MONTH, run, n, "0[1-9]|1[0-2]", "1[0-2]|0?[1-9]");
      }
    }

    private void figures(Part part, String run, int n, String two, String oneOrTwo) {
      if (n > 2) {
        throw bad("the letters " + run + " mean nothing here");
      }
      group(part, run, n == 2 ? two : oneOrTwo, n == 1);
    }

    /**
     * Adds a group.
     *
     * @param varying whether it takes one or two figures
     */
    private void group(Part part, String run, String expression, boolean varying) {
      Group group = new Group(groups.size() + 1, run);
      if (groups.putIfAbsent(part, group) != null) {
        throw bad("it has the " + name(part) + " twice");
      }
      if (open && part != Part.HALF) {
        throw bad("nothing tells where the figures before " + run + " end");
      }
      regex.append('(').append(expression).append(')');
      open = varying;
    }

    private void require(Part... parts) {
      for (Part part : parts) {
        if (!groups.containsKey(part)) {
          throw bad("it has no " + name(part));
        }
      }
    }

    private static String name(Part part) {
      return part.name().toLowerCase(Locale.ROOT);
    }

    private InvalidTransformException bad(String reason) {
      return TransformErrors.cannot(
          "conform time", column, "the pattern " + text + " is wrong: " + reason, LETTERS);
    }
  }

  @Override
  public String toString() {
    return text;
  }

  /** Returns the first that fits, as SQL. */
  static String first(List<TimePattern> patterns, String x) {
    String tried = patterns.stream().map(p -> p.parsed(x)).collect(Collectors.joining(", "));
    return patterns.size() == 1 ? tried : "coalesce(" + tried + ")";
  }
}
