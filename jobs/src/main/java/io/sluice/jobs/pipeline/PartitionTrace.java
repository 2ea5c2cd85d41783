package io.sluice.jobs.pipeline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.CollectMetrics;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.ResolvedHint;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import org.apache.spark.sql.functions;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.runtime.AbstractPartialFunction;

/**
 * Follows the partition columns of a result back through its plan to an input, so that the rows of
 * some partitions can be made from the rows of the input that belong to them, and from no others.
 *
 * <p>That is so when no group, window or set of duplicates on the way holds rows of two partitions.
 * Of anything it does not know, this thinks the worst.
 */
final class PartitionTrace {

  /** Where the trace is lost: why the partitions of a result cannot be made one by one. */
  static final class LostException extends Exception {
    private static final long serialVersionUID = 1L;

    LostException(String reason) {
      super(reason);
    }
  }

  private static final Set<String> FROM_THE_LEFT =
      Set.of("Inner", "LeftOuter", "LeftSemi", "LeftAnti");

  private final String input;
  private final List<String> names;
  private List<Expression> traced;

  private PartitionTrace(String input, List<String> names, List<Expression> traced) {
    this.input = input;
    this.names = names;
    this.traced = traced;
  }

  /**
   * Returns what each partition column is made of, as expressions over the columns of an input.
   *
   * @param result made of rows that {@link Neighbours#marked} knows again
   * @throws LostException when there is no such expression, or partitions hang on each other
   */
  static List<Column> of(Dataset<Row> result, String input, List<String> partitionBy)
      throws LostException {
    LogicalPlan plan = Neighbours.plan(result);
    List<Expression> traced = new ArrayList<>();
    for (String name : partitionBy) {
      traced.add(
          list(plan.output()).stream()
              .filter(attribute -> attribute.name().equals(name))
              .findFirst()
              .orElseThrow(() -> new LostException("the result has no column " + name)));
    }
    PartitionTrace trace = new PartitionTrace(input, partitionBy, traced);
    trace.follow(plan);
    return trace.traced.stream().map(PartitionTrace::overAnyFrame).toList();
  }

  private void follow(LogicalPlan start) throws LostException {
    LogicalPlan plan = start;
    while (!Neighbours.isMarked(plan, input)) {
      requireNoSubquery(plan);
      plan = next(plan);
    }
    for (int i = 0; i < traced.size(); i++) {
      if (!traced.get(i).deterministic()) {
        throw new LostException(names.get(i) + " is not the same each time it is computed");
      }
    }
  }

  private LogicalPlan next(LogicalPlan plan) throws LostException {
    if (plan instanceof Project project) {
      substitute(list(project.projectList()));
      return project.child();
    }
    if (plan instanceof Filter
        || plan instanceof SubqueryAlias
        || plan instanceof View
        || plan instanceof CollectMetrics
        || plan instanceof ResolvedHint
        || plan instanceof Distinct) {
      return plan.children().head();
    }
    if (plan instanceof Generate generate) {
      requireFrom(generate.child(), "it is made by exploding");
      return generate.child();
    }
    if (plan instanceof Aggregate aggregate) {
      substitute(list(aggregate.aggregateExpressions()));
      requireAmong(list(aggregate.groupingExpressions()), "rows are grouped without it");
      return aggregate.child();
    }
    if (plan instanceof Window window) {
      requireAmong(list(window.partitionSpec()), "a row's fate or value depends on rows beside it");
      return window.child();
    }
    if (plan instanceof Deduplicate deduplicate) {
      requireAmong(list(deduplicate.keys()), "repeats are looked for across partitions");
      return deduplicate.child();
    }
    if (plan instanceof Join join && FROM_THE_LEFT.contains(join.joinType().toString())) {
      if (Neighbours.contains(join.right(), input)) {
        throw new LostException("rows of " + input + " are joined with rows of the same input");
      }
      requireFrom(join.left(), "it comes from the other side of a join");
      return join.left();
    }
    throw new LostException(
        "rows may mix in %s".formatted(plan.nodeName().toLowerCase(Locale.ROOT)));
  }

  private void substitute(List<?> list) {
    Map<Long, Expression> meant = new TreeMap<>();
    for (Object expression : list) {
      if (expression instanceof Alias alias) {
        meant.put(alias.exprId().id(), alias.child());
      }
    }
    traced =
        traced.stream()
            .map(
                expression ->
                    replaced(
                        expression,
                        attribute -> Optional.ofNullable(meant.get(attribute.exprId().id()))))
            .toList();
  }

  private void requireAmong(List<?> groups, String reason) throws LostException {
    for (int i = 0; i < traced.size(); i++) {
      Expression expression = traced.get(i);
      if (groups.stream().noneMatch(group -> expression.semanticEquals((Expression) group))) {
        throw new LostException("%s is lost: %s".formatted(names.get(i), reason));
      }
    }
  }

  private void requireFrom(LogicalPlan child, String reason) throws LostException {
    Set<Long> there = new HashSet<>();
    list(child.output()).forEach(attribute -> there.add(attribute.exprId().id()));
    for (int i = 0; i < traced.size(); i++) {
      boolean all =
          JavaConverters.asJavaCollectionConverter(traced.get(i).references().toSeq())
              .asJavaCollection()
              .stream()
              .allMatch(attribute -> there.contains(attribute.exprId().id()));
      if (!all) {
        throw new LostException("%s is lost: %s".formatted(names.get(i), reason));
      }
    }
  }

  private void requireNoSubquery(LogicalPlan plan) throws LostException {
    for (LogicalPlan subquery : list(plan.subqueries())) {
      if (Neighbours.contains(subquery, input)) {
        throw new LostException("a subquery reads " + input);
      }
    }
  }

  /** Names the columns instead of pointing at those of the plan that was looked at. */
  private static Column overAnyFrame(Expression expression) {
    return new Column(
        replaced(
            expression,
            attribute ->
                Optional.of(
                    functions.col("`" + attribute.name().replace("`", "``") + "`").expr())));
  }

  private static Expression replaced(
      Expression expression, Function<Attribute, Optional<Expression>> by) {
    return expression.transformUp(new Replacing(by));
  }

  private static <T> List<T> list(Seq<T> items) {
    return JavaConverters.seqAsJavaListConverter(items).asJava();
  }

  private static final class Replacing extends AbstractPartialFunction<Expression, Expression> {

    private final Function<Attribute, Optional<Expression>> by;

    Replacing(Function<Attribute, Optional<Expression>> by) {
      this.by = by;
    }

    @Override
    public boolean isDefinedAt(Expression expression) {
      return expression instanceof Attribute attribute && by.apply(attribute).isPresent();
    }

    @Override
    public Expression apply(Expression expression) {
      return by.apply((Attribute) expression).orElseThrow();
    }
  }
}
