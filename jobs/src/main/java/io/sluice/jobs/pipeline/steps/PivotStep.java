package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.Pivot;
import io.sluice.transforms.Transform;
import java.util.List;
import java.util.Map;

@StepDoc(
    name = "pivot",
    summary =
        "Makes one row of each group, with a column for each of the listed values of another"
            + " column, holding an aggregate over the rows with that value. A column is named after"
            + " its value, and after the aggregate too where there are several: `jan_total`. Rows"
            + " with other values are counted as `not in values`.",
    cost = "One shuffle, of partial results; `count(DISTINCT ...)` takes more.",
    example =
        """
        - pivot:
            group_by: [sku]
            column: month
            values: [jan, feb]
            aggregates: { total: sum(amount) }
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema = "sku STRING, month STRING, amount INT",
                    json =
                        """
                        {"sku": "a", "month": "jan", "amount": 1}
                        {"sku": "a", "month": "jan", "amount": 2}
                        {"sku": "a", "month": "feb", "amount": 4}
                        {"sku": "b", "month": "feb", "amount": 8}
                        {"sku": "b", "month": "dec", "amount": 16}
                        """),
            steps =
                """
                - pivot:
                    group_by: [sku]
                    column: month
                    values: [jan, feb]
                    aggregates: { total: sum(amount), sales: count(*) }
                """))
record PivotStep(
    @Doc("The columns that make a group; without any, all rows are one group.")
        List<String> groupBy,
    @Doc("The column whose values become columns.") String column,
    @Doc(value = "Which of its values.", required = true) List<String> values,
    @Doc(value = "Names to aggregates, each one call.", required = true)
        Map<String, String> aggregates)
    implements StepArguments {

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    return Pivot.by(groupBy, column, values, aggregates);
  }
}
