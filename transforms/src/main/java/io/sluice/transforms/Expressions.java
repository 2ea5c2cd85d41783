package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;

/** SQL expressions over the columns that users see, tried out before they are used. */
final class Expressions {

  private final Dataset<Row> visible;
  private final Columns columns;

  private Expressions(Dataset<Row> visible, Columns columns) {
    this.visible = visible;
    this.columns = columns;
  }

  static Expressions over(Dataset<Row> rows, Columns columns) {
    return new Expressions(columns.hideLineage(rows), columns);
  }

  /** Returns the rows as users see them. */
  Dataset<Row> visible() {
    return visible;
  }

  /** Returns {@code expression} in which a star does not stand for lineage columns. */
  String text(String expression) {
    return columns.lineage().isEmpty()
        ? expression
        : ExpressionText.of(expression).withColumns(columns.names());
  }

  /** Returns the type of {@code predicate}, which must be one that WHERE allows. */
  DataType predicateType(String what, String predicate) {
    return translated(
        what,
        predicate,
        () ->
            visible
                .filter(expr(predicate).isNull())
                .select(expr(predicate).as("predicate"))
                .schema()
                .apply("predicate")
                .dataType());
  }

  /** Refuses an expression that is not one value a row: an aggregate, explode, an unknown name. */
  void requireValues(String what, Collection<String> expressions) {
    if (!areValues(expressions)) {
      expressions.forEach(e -> translated(what, e, () -> perRow(List.of(e))));
    }
  }

  /** Returns whether each expression is one value a row. */
  boolean areValues(Collection<String> expressions) {
    return AnalysisFailure.attempt(() -> perRow(expressions)).isPresent();
  }

  /** Beside a column, Spark takes no aggregate, and inside a struct nothing that makes rows. */
  private Dataset<Row> perRow(Collection<String> expressions) {
    Column[] values = expressions.stream().map(e -> expr(e)).toArray(Column[]::new);
    Column beside =
        columns.names().isEmpty() ? lit(1) : col(FieldPath.quote(columns.names().get(0)));
    return visible.select(beside, struct(values));
  }

  /** Runs {@code analysis}, telling users in their own terms where Spark refuses the expression. */
  <T> T translated(String what, String expression, Supplier<T> analysis) {
    return AnalysisFailure.translating(
        analysis, f -> TransformErrors.badExpression(what, expression, f, columns.names()));
  }
}
