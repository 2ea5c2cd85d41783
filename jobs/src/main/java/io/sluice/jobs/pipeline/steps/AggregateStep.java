package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.Aggregate;
import io.sluice.transforms.Transform;
import java.util.List;
import java.util.Map;

@StepDoc(
    name = "aggregate",
    summary =
        "Makes one row of each group: its `group_by` columns and named SQL aggregates, such as sum,"
            + " avg, count, min, max, median, percentile, count(distinct ...).",
    cost = "One shuffle, of partial results; `count(DISTINCT ...)` takes another.",
    example =
        """
        - aggregate:
            group_by: [sale_date]
            values:
              total: sum(sale_amount)
              products: count(DISTINCT product_name)
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema = "sale_date DATE, product STRING, amount DECIMAL(8,2)",
                    json =
                        """
                        {"sale_date": "2022-07-01", "product": "rope", "amount": 9.00}
                        {"sale_date": "2022-07-01", "product": "rope", "amount": 8.50}
                        {"sale_date": "2022-07-01", "product": "lantern", "amount": null}
                        {"sale_date": null, "product": "rope", "amount": 9.00}
                        """),
            steps =
                """
                - aggregate:
                    group_by: [sale_date]
                    values:
                      sales: count(*)
                      with_amount: count(amount)
                      products: count(DISTINCT product)
                      total: sum(amount)
                """))
record AggregateStep(
    @Doc("The columns that make a group; without any, all rows are one group.")
        List<String> groupBy,
    @Doc(value = "Names of columns to SQL aggregates.", required = true) Map<String, String> values)
    implements StepArguments {

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    return Aggregate.by(groupBy, values);
  }
}
