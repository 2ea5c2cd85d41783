package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.KeepLatest;
import io.sluice.transforms.Transform;
import java.util.List;

@StepDoc(
    name = "keep_latest",
    summary =
        "Keeps one row a key: the one with the highest value in `order_by`. Where that ties,"
            + " the whole row decides, so that every run keeps the same one. NULL in `order_by` is"
            + " the oldest; rows with NULL keys are a group like any other. Older rows are counted"
            + " as `deduplicated`, ties as `tie on <order_by>`.",
    cost = "One shuffle; each partition sends only its own latest rows of a key.",
    glue = "Glue has none; the `RANK() = 1` that stands in for it keeps ties.",
    example =
        """
        - keep_latest: { keys: [customerId], order_by: [ts] }
        - keep_latest: { keys: [country, city], order_by: [version desc nulls first, priority asc] }
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema = "customerId INT, ts STRING, segment STRING",
                    json =
                        """
                        {"customerId": 1, "ts": "2022-07-01 08:00", "segment": "small"}
                        {"customerId": 1, "ts": "2022-07-05 09:30", "segment": "large"}
                        {"customerId": 1, "ts": "2022-07-05 09:30", "segment": "medium"}
                        {"customerId": 2, "ts": null, "segment": "small"}
                        """),
            steps =
                """
                - keep_latest: { keys: [customerId], order_by: [ts] }
                """))
record KeepLatestStep(
    @Doc(value = "The columns that tell which rows belong together.", required = true)
        List<String> keys,
    @Doc(
            value =
                "What is later, the first column first. The highest value is the latest, unless a"
                    + " column says `asc`, `nulls first` or `nulls last`.",
            required = true)
        List<String> orderBy)
    implements StepArguments {

  KeepLatestStep {
    if (keys.isEmpty() || orderBy.isEmpty()) {
      throw new IllegalArgumentException(
          (keys.isEmpty() ? "keys" : "order_by") + " must name a column");
    }
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    return KeepLatest.by(keys, orderBy);
  }
}
