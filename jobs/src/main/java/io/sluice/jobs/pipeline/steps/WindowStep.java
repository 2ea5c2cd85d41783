package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.Transform;
import io.sluice.transforms.Window;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@StepDoc(
    name = "window",
    summary =
        "Adds columns that look at other rows of the same partition: running totals, ranks, the"
            + " value of the row before. Each is one call of an aggregate or window function,"
            + " without OVER. With an order an aggregate sees the rows up to the current one,"
            + " without one the whole partition. Where the order ties, `rank` and its like give the"
            + " same value; for all else the other columns decide, so that every run gives the"
            + " same.",
    cost = "One shuffle on `partition_by`, however many columns.",
    example =
        """
        - window:
            partition_by: [user]
            order_by: [ts]
            columns:
              running: count(*)
              prev_page: lag(page)
              place: rank()
        - window:
            partition_by: [sku]
            order_by: [day]
            frame: rows between 6 preceding and current row
            columns: { week: sum(sold) }
        - window: { columns: { share_of: sum(sold) } }
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema = "user STRING, ts INT, page STRING",
                    json =
                        """
                        {"user": "ann", "ts": 1, "page": "home"}
                        {"user": "ann", "ts": 2, "page": "cart"}
                        {"user": "ann", "ts": 2, "page": "help"}
                        {"user": "bob", "ts": 5, "page": "home"}
                        """),
            steps =
                """
                - window:
                    partition_by: [user]
                    order_by: [ts]
                    columns:
                      running: count(*)
                      prev: lag(page)
                      place: rank()
                """))
record WindowStep(
    @Doc("The columns that make a partition; without any, all rows are one.")
        List<String> partitionBy,
    @Doc("The order within a partition: `ts`, `amount desc`.") List<String> orderBy,
    @Doc(value = "Names of columns to calls of functions.", required = true)
        Map<String, String> columns,
    @Doc(
            "Which rows an aggregate sees: `rows between <bound> and <bound>`, or `range`, where rows"
                + " that tie count as one. A bound is `unbounded preceding`, `3 preceding`, `current"
                + " row`, `3 following` or `unbounded following`.")
        Optional<String> frame)
    implements StepArguments {

  WindowStep {
    if (frame.isPresent() && orderBy.isEmpty()) {
      throw new IllegalArgumentException("a frame needs order_by");
    }
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    Window window = Window.over(partitionBy, orderBy, columns);
    return frame.map(window::withFrame).orElse(window);
  }
}
