package io.sluice.jobs.pipeline;

import io.sluice.transforms.Lineage;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.optimizer.InlineCTE;
import org.apache.spark.sql.catalyst.plans.logical.CollectMetrics;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.ResolvedHint;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.View;
import scala.collection.Seq;

/**
 * Tells whether it depends on other rows of an input what becomes of one, by looking at plans: a
 * row may be left out because another is newer, or rejected because there is another of its key.
 * Such a plan gives something else when some of the input's rows are missing.
 */
public final class Neighbours {

  private static final String MARK = Lineage.PREFIX + "input_";

  /** What looks at each row by itself. Of anything else, the worst is thought. */
  private static final List<Class<? extends LogicalPlan>> ROW_BY_ROW =
      List.of(
          Project.class,
          Filter.class,
          Generate.class,
          Union.class,
          SubqueryAlias.class,
          View.class,
          CollectMetrics.class,
          ResolvedHint.class);

  /** Joins in which it depends on the right rows alone what becomes of a left one. */
  private static final List<String> FROM_THE_LEFT =
      List.of("Inner", "LeftOuter", "LeftSemi", "LeftAnti");

  private final Set<String> needed = new TreeSet<>();
  private final Set<String> passing = new TreeSet<>();

  private Neighbours() {}

  /** Returns whether these rows are made of a marked input, among others. */
  static boolean contains(LogicalPlan plan, String input) {
    return isMarked(plan, input) || any(plan.children(), input) || any(plan.subqueries(), input);
  }

  private static boolean any(Seq<LogicalPlan> plans, String input) {
    for (int i = 0; i < plans.size(); i++) {
      if (contains(plans.apply(i), input)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether these are the rows of a marked input. */
  static boolean isMarked(LogicalPlan plan, String input) {
    return plan instanceof SubqueryAlias alias && alias.alias().equals(MARK + input);
  }

  /** Returns the rows of an input, known again as such in any plan that is made of them. */
  public static Dataset<Row> marked(String input, Dataset<Row> rows) {
    return rows.as(MARK + input);
  }

  /** Returns the marked inputs that these results need whole. */
  public static Set<String> neededBy(List<Dataset<Row>> results) {
    Neighbours neighbours = new Neighbours();
    results.forEach(r -> neighbours.visit(plan(r), true));
    return neighbours.needed;
  }

  /** Returns the marked inputs of which rows come out, each by itself, and not only matches. */
  static Set<String> comingOutOf(Dataset<Row> result) {
    Neighbours neighbours = new Neighbours();
    neighbours.visit(plan(result), true);
    return neighbours.passing;
  }

  /** Returns the plan of these rows, with what it defines by name put in where it is used. */
  static LogicalPlan plan(Dataset<Row> rows) {
    return new InlineCTE(true).apply(rows.queryExecution().analyzed());
  }

  private void visit(LogicalPlan plan, boolean alone) {
    if (plan instanceof SubqueryAlias alias && alias.alias().startsWith(MARK)) {
      (alone ? passing : needed).add(alias.alias().substring(MARK.length()));
      return;
    }
    boolean rowByRow = ROW_BY_ROW.contains(plan.getClass());
    Seq<LogicalPlan> children = plan.children();
    for (int i = 0; i < children.size(); i++) {
      boolean left =
          i == 0 && plan instanceof Join join && FROM_THE_LEFT.contains(join.joinType().toString());
      visit(children.apply(i), alone && (rowByRow || left));
    }
    Seq<LogicalPlan> subqueries = plan.subqueries();
    for (int i = 0; i < subqueries.size(); i++) {
      visit(subqueries.apply(i), false);
    }
  }
}
