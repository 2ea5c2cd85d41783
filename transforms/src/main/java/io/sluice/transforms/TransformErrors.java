package io.sluice.transforms;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** What users are told when an argument does not fit: the one place where it is worded. */
final class TransformErrors {

  private static final int LISTED = 20;

  private TransformErrors() {}

  /** {@code Cannot <what>: <value> (<reason>). <remedy>}. */
  static InvalidTransformException cannot(String what, Object value, String reason, String remedy) {
    return new InvalidTransformException(text(what, value, reason, remedy));
  }

  private static String text(String what, Object value, String reason, String remedy) {
    String message = "Cannot " + what + ": " + value + " (" + reason + ").";
    return remedy.isBlank() ? message : message + " " + remedy.strip();
  }

  // Names and paths.

  static InvalidTransformException badPath(String path, String reason) {
    return cannot(
        "read column name",
        path.isEmpty() ? "''" : path,
        reason,
        "Write it like address.geo.lat; put a name that holds a dot between backticks.");
  }

  static InvalidTransformException noColumn(
      String verb,
      FieldPath path,
      List<String> walked,
      String part,
      StructType level,
      boolean literal) {
    List<String> known =
        Arrays.stream(level.fieldNames()).filter(n -> !Lineage.isLineage(n)).toList();
    String where = walked.isEmpty() ? "no such column" : "no such field in " + walked(walked);
    String remedy =
        literal
            ? "A column is called that, dots and all: put its name between backticks."
            : Nearest.to(part, known)
                .map(n -> "Did you mean " + joined(walked, n) + "?")
                .orElse("");
    return cannot(verb + " column", path, where + " among " + list(known), remedy);
  }

  private static String walked(List<String> names) {
    return new FieldPath(names).toString();
  }

  private static String joined(List<String> walked, String name) {
    return walked.isEmpty()
        ? new FieldPath(List.of(name)).toString()
        : walked(walked) + "." + new FieldPath(List.of(name));
  }

  static InvalidTransformException notAStruct(
      String verb, FieldPath path, FieldPath at, DataType type) {
    String what =
        type instanceof ArrayType
            ? at + " is an array, which a path cannot enter"
            : at + " is " + TypeNames.article(type) + ", not a struct";
    return cannot(
        verb + " column",
        path,
        what,
        "Take " + at + " as a whole, or reach into it with an expression in derive.");
  }

  static InvalidTransformException nested(String verb, String path) {
    return cannot(
        verb + " column",
        path,
        "it lies inside a struct",
        "Name a top-level column; put a name that holds a dot between backticks.");
  }

  static InvalidTransformException ambiguous(String verb, String name, List<String> matches) {
    return cannot(
        verb + " column",
        name,
        "it could be any of " + list(matches) + ", which this session does not tell apart",
        "Rename one where the rows are read, or set spark.sql.caseSensitive to true.");
  }

  static InvalidTransformException nothingGiven(String what, String missing) {
    return new InvalidTransformException(
        "Cannot " + what + ": nothing (" + missing + "). Name at least one.");
  }

  static InvalidTransformException taken(String what, String name, String by) {
    return cannot(what, name, "that name is taken by " + by, "Choose another name.");
  }

  static InvalidTransformException reserved(String what, String name) {
    return cannot(
        what,
        name,
        "names that begin with " + Lineage.PREFIX + " are reserved",
        "Choose another name.");
  }

  static InvalidTransformException namedTwice(String path, String other) {
    return cannot(
        "take field",
        path,
        path.equals(other) ? "it is named twice" : "it is part of " + other + ", named as well",
        "Name it once.");
  }

  // Types.

  static InvalidTransformException badType(String text, String reason, String remedy) {
    return cannot("read type", text.isEmpty() ? "''" : text, reason, remedy);
  }

  static InvalidTransformException noCast(Object column, DataType from, String to, String remedy) {
    return cannot("cast column", column, TypeNames.of(from) + " does not become " + to, remedy);
  }

  // Expressions.

  static InvalidTransformException badExpression(
      String what, String expression, AnalysisFailure failure, Collection<String> known) {
    return new InvalidTransformException(
        text(what, expression, failure.reason(known), failure.remedy(known)), failure.cause());
  }

  static InvalidTransformException badQuery(String query, String reason, String remedy) {
    return cannot("run query", brief(query), reason, remedy);
  }

  static InvalidTransformException badQuery(
      String query,
      AnalysisFailure failure,
      Collection<String> tables,
      Collection<String> columns) {
    String unknown = failure.unknownTable().orElse(null);
    String reason =
        unknown == null
            ? failure.reason(columns)
            : "there is no table " + unknown + " among " + list(tables);
    String remedy = unknown == null ? failure.remedy(columns) : Nearest.hint(unknown, tables);
    return new InvalidTransformException(
        text("run query", brief(query), reason, remedy), failure.cause());
  }

  private static String brief(String query) {
    String line = query.strip().replaceAll("\\s+", " ");
    return line.length() <= 80 ? line : line.substring(0, 77) + "...";
  }

  /** Returns names for a message, cut where there are too many to read. */
  static String list(Collection<String> names) {
    if (names.isEmpty()) {
      return "none";
    }
    String first =
        names.stream()
            .limit(LISTED)
            .map(n -> new FieldPath(List.of(n)).toString())
            .collect(Collectors.joining(", "));
    int more = names.size() - LISTED;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
