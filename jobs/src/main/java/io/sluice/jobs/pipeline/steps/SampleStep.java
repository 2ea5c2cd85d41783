package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.Sample;
import io.sluice.transforms.Transform;
import java.util.Map;
import org.apache.spark.sql.types.StructType;

@StepDoc(
    name = "sample",
    summary =
        "Passes every row on, and gives a sample of them as a second result. A hash of the row"
            + " decides, so that the same rows are in it on every run, however they are spread;"
            + " equal rows are in it together. The fraction is met on average, not exactly.",
    cost = "Narrow: one hash of all columns a row.",
    glue = "Glue's Spigot takes the first rows, or other ones on each run.",
    example =
        """
        - sample: { fraction: 0.01, seed: 7, into: posts_sample }
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema = "id INT, title STRING",
                    json =
                        """
                        {"id": 1, "title": "rain"}
                        {"id": 2, "title": "wind"}
                        {"id": 3, "title": "snow"}
                        {"id": 4, "title": "fog"}
                        """),
            steps =
                """
                - sample: { fraction: 0.5, into: half }
                """))
record SampleStep(
    @Doc("How much of the rows: above 0, at most 1.") Double fraction,
    @Doc(value = "Another number gives another sample of the same size.", byDefault = "0")
        Long seed,
    @Doc(value = "The name of the second result, the sample.", byDefault = "sample") String into)
    implements StepArguments {

  SampleStep {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException("fraction must be above 0 and at most 1");
    }
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    return sample().main();
  }

  @Override
  public Map<String, Transform> others(StructType rows, StepInputs inputs, RunFacts facts) {
    return sample().others(rows);
  }

  @Override
  public boolean gives(String name) {
    return name.equals(into);
  }

  private Sample sample() {
    return Sample.fraction(fraction).withSeed(seed).withSampleNamed(into);
  }
}
