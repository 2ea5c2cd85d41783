package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Form;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.RenameField;
import io.sluice.transforms.Transform;
import java.util.Map;

@StepDoc(
    name = "rename_field",
    summary =
        "Gives columns, or fields of structs, other names; they stay where they are. All"
            + " are renamed at once, so two may swap their names.",
    cost = "Narrow: one projection.",
    glue =
        "Glue ignores a field that does not exist; here it is an error. A field of a"
            + " struct stays in it; to move it, use `apply_mapping`.",
    example =
        """
        - rename_field: { zipcode: postal_code, address.geo.lat: latitude }
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema = "from STRING, to STRING, geo STRUCT<lat: DOUBLE, lng: DOUBLE>",
                    json =
                        """
                        {"from": "Ghent", "to": "Delft", "geo": {"lat": 51.05, "lng": 3.72}}
                        {"from": "Delft", "to": null, "geo": null}
                        """),
            steps =
                """
                - rename_field: { from: to, to: from, geo.lat: latitude }
                """))
record RenameFieldStep(Map<String, String> names) implements StepArguments {

  @Form("old names to new ones")
  static RenameFieldStep of(Map<String, String> names) {
    return new RenameFieldStep(names);
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    return RenameField.of(names);
  }
}
