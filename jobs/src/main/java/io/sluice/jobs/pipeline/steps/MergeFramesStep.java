package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.MergeFrames;
import io.sluice.transforms.Missing;
import io.sluice.transforms.Transform;
import java.util.List;

@StepDoc(
    name = "merge_frames",
    summary =
        "Lets the rows of another input or step replace those that have their keys. All rows of"
            + " the other come out, and those of this one whose keys the other does not hold; rows"
            + " replaced are counted as `replaced`. NULL equals NULL in keys, and no side is rid"
            + " of repeats.",
    cost =
        "A shuffle of the rows and of the other's keys, or a broadcast of these where they are"
            + " few. The other is read twice.",
    glue = "",
    example =
        """
        - merge_frames: { with: updates, keys: [id], missing: "null" }
        """,
    demo =
        @Demo(
            inputs = {
              @Demo.Rows(
                  schema = "id INT, city STRING",
                  json =
                      """
                      {"id": 1, "city": "Lyon"}
                      {"id": 2, "city": "Oslo"}
                      """),
              @Demo.Rows(
                  name = "updates",
                  schema = "id INT, city STRING",
                  json =
                      """
                      {"id": 2, "city": "Bergen"}
                      {"id": 3, "city": "Riga"}
                      """)
            },
            steps =
                """
                - merge_frames: { with: updates, keys: [id] }
                """))
record MergeFramesStep(
    @Doc("The input or earlier step whose rows replace others.") String with,
    @Doc(value = "The columns, which both have, that must be equal.", required = true)
        List<String> keys,
    @Doc(
            value = "What a column gives that one of them does not have: an error, or nulls.",
            byDefault = "fail")
        Missing missing)
    implements StepArguments {

  MergeFramesStep {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("keys must name a column");
    }
  }

  @Override
  public List<String> inputs() {
    return List.of(with);
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    return MergeFrames.with(inputs.rows(with), keys).withMissing(missing);
  }
}
