package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Form;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.Filter;
import io.sluice.transforms.Transform;

@StepDoc(
    name = "filter",
    summary =
        "Keeps the rows for which an SQL predicate is true. Where it is false, or NULL"
            + " because a column it looks at is, the row is filtered, and counted under the"
            + " predicate: `id NOT IN (1, 3)` drops rows without an id.",
    cost = "Narrow.",
    glue = "Glue's takes a Python function; this takes SQL.",
    example =
        """
        - filter: UserID NOT IN (1, 3, 7) AND Title IS NOT NULL
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema = "UserID INT, Title STRING",
                    json =
                        """
                        {"UserID": 1, "Title": "Moths of the quay"}
                        {"UserID": 2, "Title": "Ropes"}
                        {"UserID": 3, "Title": "Tides"}
                        {"UserID": null, "Title": "From nobody"}
                        """),
            steps =
                """
                - filter: UserID NOT IN (1, 3)
                """))
record FilterStep(String predicate) implements StepArguments {

  @Form("an SQL predicate that says which rows are kept")
  static FilterStep of(String predicate) {
    return new FilterStep(predicate);
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    return Filter.where(predicate);
  }
}
