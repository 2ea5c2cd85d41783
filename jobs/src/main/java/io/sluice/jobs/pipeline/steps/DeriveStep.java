package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Form;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.Derive;
import io.sluice.transforms.Transform;
import java.util.Map;

@StepDoc(
    name = "derive",
    summary =
        "Adds columns from SQL expressions, in this order; later ones see earlier ones. A"
            + " column that is there already is replaced where it stands.",
    cost =
        "Narrow, unless an expression holds a window function: as many projections as"
            + " expressions build on one another.",
    glue = "SQL expressions take the place of the function that Glue's Map calls.",
    example =
        """
        - derive:
            final_price: original_price - discount
            is_cheap: final_price < 10
        """)
record DeriveStep(Map<String, String> columns) implements StepArguments {

  @Form("names of columns to SQL expressions")
  static DeriveStep of(Map<String, String> columns) {
    return new DeriveStep(columns);
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    return Derive.of(columns);
  }
}
