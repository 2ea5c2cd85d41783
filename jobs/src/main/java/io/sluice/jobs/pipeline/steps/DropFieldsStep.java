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
        "Leaves out the fields that are named. A path walks into structs, also those of"
            + " an array.",
    cost = "Narrow: one projection. What is left out is not read from columnar files.",
    glue = "Glue ignores a field that does not exist; here it is an error.",
    example =
        """
        - drop_fields: [phone, address.geo]
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema =
                        "id INT, phone STRING, address STRUCT<city: STRING, geo: STRUCT<lat: DOUBLE>>"
                            + ", orders ARRAY<STRUCT<no: INT, note: STRING>>",
                    json =
                        """
                        {"id": 1, "phone": "555", "address": {"city": "Ghent", "geo": {"lat": 51.05}}, "orders": [{"no": 10, "note": "gift"}]}
                        {"id": 2, "phone": null, "address": null, "orders": []}
                        """),
            steps =
                """
                - drop_fields: [phone, address.geo, orders.note]
                """))
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
