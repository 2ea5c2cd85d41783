package io.sluice.transforms;

import static org.apache.spark.sql.functions.expr;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;

/** SQL predicates as users write them. */
final class Predicates {

  private Predicates() {}

  /**
   * Returns {@code predicate}, which must be true, false or NULL of a row.
   *
   * @param verb what it is for, such as {@code filter}
   * @param what the same with its preposition, for messages that name it: {@code filter by}
   */
  static Column over(Dataset<Row> rows, String verb, String what, String predicate) {
    if (predicate.isEmpty()) {
      throw TransformErrors.nothingGiven(verb, "the predicate is empty");
    }
    Columns columns = Columns.of(rows, what);
    DataType type = Expressions.over(rows, columns).predicateType(what, predicate);
    if (!(type instanceof BooleanType)) {
      throw TransformErrors.cannot(
          what,
          predicate,
          "it is " + TypeNames.article(type) + ", not a boolean",
          "Compare it with something.");
    }
    return expr(predicate);
  }
}
