package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Form;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.DropFields;
import io.sluice.transforms.Transform;
import java.util.List;

@StepDoc(
    name = "drop_fields",
    summary =
        "Leaves out the columns that are named. A dot walks into a struct, also into the structs of"
            + " an array.",
    cost = "Narrow: one projection.",
    example =
        """
        - drop_fields: [phone, address.geo]
        """)
record DropFieldsStep(List<String> fields) implements StepArguments {

  @Form("the fields to leave out")
  static DropFieldsStep of(List<String> fields) {
    return new DropFieldsStep(fields);
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    return DropFields.of(fields);
  }
}
