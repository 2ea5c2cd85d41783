package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Form;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.SelectFields;
import io.sluice.transforms.Transform;
import java.util.List;

@StepDoc(
    name = "select_fields",
    summary =
        "Keeps the fields that are named, in this order. A path walks into structs, also"
            + " those of an array, and keeps the structs on the way with nothing else in them.",
    cost = "Narrow: one projection. What is left out is not read from columnar files.",
    glue = "Glue ignores a field that does not exist; here it is an error.",
    example =
        """
        - select_fields: [id, title, address.city]
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema =
                        "id INT, name STRING, address STRUCT<street: STRING, city: STRING>"
                            + ", orders ARRAY<STRUCT<no: INT, note: STRING>>",
                    json =
                        """
                        {"id": 1, "name": "Ada", "address": {"street": "Kade 3", "city": "Ghent"}, "orders": [{"no": 10, "note": "gift"}]}
                        {"id": 2, "name": "Bo", "address": null, "orders": []}
                        """),
            steps =
                """
                - select_fields: [orders.no, id, address.city]
                """))
record SelectFieldsStep(List<String> fields) implements StepArguments {

  @Form("the fields to keep")
  static SelectFieldsStep of(List<String> fields) {
    return new SelectFieldsStep(fields);
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    return SelectFields.of(fields);
  }
}
