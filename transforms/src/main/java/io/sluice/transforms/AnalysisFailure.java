package io.sluice.transforms;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;

/** Why Spark would not take an expression or a query, in words for the one who wrote it. */
record AnalysisFailure(AnalysisException cause) {

  /** What Spark calls it when an aggregate, or a window, stands where one row is looked at. */
  private static final List<String> MANY_ROWS =
      List.of("MISSING_GROUP_BY", "INVALID_WHERE_CONDITION");

  private static final Pattern BRACKETED = Pattern.compile("^\\[[A-Z0-9_.]+]\\s*");
  private static final Pattern QUOTED = Pattern.compile("`((?:[^`]|``)*)`");

  /**
   * Runs {@code analysis} and returns its result, or throws what {@code told} makes of Spark's
   * complaint. From Java, Spark's own exception is checked and undeclared at once, so nobody else
   * can name it in a catch clause.
   */
  static <T> T translating(Supplier<T> analysis, Telling told) {
    try {
      return analysis.get();
    } catch (Exception e) {
      if (e instanceof AnalysisException refused) {
        throw told.of(new AnalysisFailure(refused));
      }
      throw e;
    }
  }

  /** Returns what {@code analysis} gives, or nothing when Spark would not have it. */
  static <T> Optional<T> attempt(Supplier<T> analysis) {
    try {
      return Optional.of(translating(analysis, f -> new InvalidTransformException("", f.cause())));
    } catch (InvalidTransformException refused) {
      return Optional.empty();
    }
  }

  /** Makes a message for the user of a failure. */
  interface Telling {
    InvalidTransformException of(AnalysisFailure failure);
  }

  String reason(Collection<String> known) {
    return unresolvedColumn()
        .map(name -> "no such column: " + name + " among " + TransformErrors.list(known))
        .or(this::unknownFunction)
        .orElseGet(() -> isClass(MANY_ROWS) ? "it makes one value of many rows" : otherReason());
  }

  private String otherReason() {
    if (isClass(List.of("UNSUPPORTED_GENERATOR"))) {
      return "it makes several rows of one";
    }
    return isClass(List.of("MISSING_AGGREGATION"))
        ? "outside of an aggregate stands a column that is not grouped by"
        : brief();
  }

  String remedy(Collection<String> known) {
    if (isClass(MANY_ROWS)) {
      return "Use aggregate for a value a group, or OVER (...) in derive for one a row.";
    }
    return unresolvedColumn().map(name -> Nearest.hint(name, known)).orElse("");
  }

  private boolean isClass(List<String> classes) {
    String actual = cause.getErrorClass();
    return actual != null && classes.stream().anyMatch(actual::startsWith);
  }

  private Optional<String> unknownFunction() {
    return named("UNRESOLVED_ROUTINE", "routineName").map(name -> "there is no function " + name);
  }

  /** Returns the name that no column has, if that is what is wrong. */
  private Optional<String> unresolvedColumn() {
    return named("UNRESOLVED_COLUMN", "objectName");
  }

  /** Returns the table that does not exist, if that is what is wrong. */
  Optional<String> unknownTable() {
    return named("TABLE_OR_VIEW_NOT_FOUND", "relationName");
  }

  private Optional<String> named(String errorClass, String parameter) {
    String actual = cause.getErrorClass();
    if (actual == null || !actual.startsWith(errorClass)) {
      return Optional.empty();
    }
    Map<String, String> parameters = cause.getMessageParameters();
    return Optional.ofNullable(parameters.get(parameter)).map(AnalysisFailure::unquoted);
  }

  private static String unquoted(String name) {
    Matcher whole = QUOTED.matcher(name);
    return whole.matches() ? whole.group(1).replace("``", "`") : name.replace("`", "");
  }

  /** Spark's message without its class, the plan and the pointer into the text. */
  private String brief() {
    String message = cause.getSimpleMessage();
    String line =
        message
            .lines()
            .map(String::strip)
            .filter(l -> !l.isEmpty())
            .findFirst()
            .orElse(cause.getClass().getSimpleName());
    line = BRACKETED.matcher(line).replaceFirst("");
    line = line.replaceFirst(";?\\s*line \\d+ pos \\d+;?$", "").replaceFirst("[.;]$", "");
    return line.isEmpty()
        ? "refused"
        : line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1);
  }
}
