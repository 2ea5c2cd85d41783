package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.DropDuplicates;
import io.sluice.transforms.Transform;
import java.util.List;

@StepDoc(
    name = "drop_duplicates",
    summary =
        "Keeps one of the rows that are equal in all fields; or, with `keys`, one row a"
            + " key: the first by `order_by`, ties broken by the whole row, so that every run"
            + " keeps the same. NULL equals NULL here. What is left out is counted.",
    cost = "One shuffle.",
    glue = "Glue keeps any row of a key; here an order is required.",
    example =
        """
        - drop_duplicates:
        - drop_duplicates: { keys: [customerId], order_by: [ts desc] }
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema = "customerId INT, city STRING, ts STRING",
                    json =
                        """
                        {"customerId": 1, "city": "Ghent", "ts": "2022-07-01"}
                        {"customerId": 1, "city": "Ghent", "ts": "2022-07-01"}
                        {"customerId": 1, "city": "Delft", "ts": "2022-07-05"}
                        {"customerId": null, "city": "Basel", "ts": "2022-07-02"}
                        {"customerId": null, "city": "Basel", "ts": "2022-07-02"}
                        """),
            steps =
                """
                - { drop_duplicates: , from: rows, as: whole_rows }
                - { drop_duplicates: { keys: [customerId], order_by: [ts desc] }, from: rows, as: by_key }
                """))
record DropDuplicatesStep(
    @Doc("The columns that tell rows apart; all of them when left out.") List<String> keys,
    @Doc("With `keys`: which row of a key is kept, the first in this order: `ts desc`.")
        List<String> orderBy)
    implements StepArguments {

  DropDuplicatesStep {
    if (keys.isEmpty() != orderBy.isEmpty()) {
      throw new IllegalArgumentException(
          keys.isEmpty() ? "order_by needs keys" : "keys need order_by, to say which row is kept");
    }
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    return keys.isEmpty() ? DropDuplicates.wholeRows() : DropDuplicates.by(keys, orderBy);
  }
}
