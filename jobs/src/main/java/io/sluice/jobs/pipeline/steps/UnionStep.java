package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.Missing;
import io.sluice.transforms.Transform;
import io.sluice.transforms.Union;
import java.util.List;

@StepDoc(
    name = "union",
    summary =
        "Adds all rows of other inputs or steps, column by column of one name. Types must"
            + " be the same, or one must hold every value of the other.",
    cost = "Narrow: one projection an input.",
    example =
        """
        - union: { with: [archive, today], missing: "null" }
        """,
    demo =
        @Demo(
            inputs = {
              @Demo.Rows(
                  schema = "id INT, city STRING",
                  json =
                      """
                        {"id": 1, "city": "Ghent"}
                        {"id": 2, "city": null}
                        """),
              @Demo.Rows(
                  name = "archive",
                  schema = "city STRING, id BIGINT, country STRING",
                  json =
                      """
                        {"city": "Delft", "id": 3000000000, "country": "NL"}
                        {"city": "Ghent", "id": 1, "country": "BE"}
                        """)
            },
            steps =
                """
                - union: { with: [archive], missing: "null" }
                """))
record UnionStep(
    @Doc(value = "The inputs or earlier steps whose rows are added.", required = true)
        List<String> with,
    @Doc(
            value = "What a column gives that some of them do not have: an error, or nulls.",
            byDefault = "fail")
        Missing missing)
    implements StepArguments {

  UnionStep {
    if (with.isEmpty()) {
      throw new IllegalArgumentException("with names no input");
    }
  }

  @Override
  public List<String> inputs() {
    return with;
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    return Union.with(with.stream().map(inputs::rows).toList()).withMissing(missing);
  }
}
