package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.DropNullFields;
import io.sluice.transforms.Transform;

@StepDoc(
    name = "drop_null_fields",
    summary =
        "Leaves out fields of the null type, which no file can hold, in structs and in the structs"
            + " of arrays too. With `mode: all_null` also those of any type that hold nothing but"
            + " NULL; the columns that come out are then only known in the run: a plan keeps them"
            + " all, and so does a run without rows. A struct of which nothing is left goes as a"
            + " whole. Empty texts, empty arrays and NaN are no NULL.",
    cost =
        "Narrow: one projection. `mode: all_null` **reads its rows twice**: a job of its own looks"
            + " at them before the run does.",
    glue = "Glue leaves arrays of the null type, and structs without fields.",
    example =
        """
        - drop_null_fields:
        - drop_null_fields: { mode: all_null }
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema = "id INT, fax STRING, home STRUCT<city: STRING, zip: STRING>",
                    json =
                        """
                        {"id": 1, "fax": null, "home": {"city": "Bonn", "zip": null}}
                        {"id": 2, "fax": null, "home": null}
                        """),
            steps =
                """
                - drop_null_fields: { mode: all_null }
                """))
record DropNullFieldsStep(
    @Doc(
            value =
                "Which fields go: those of the null type, or also those that are NULL in every row.",
            byDefault = "null_type")
        Mode mode)
    implements StepArguments {

  /** Which fields go. */
  enum Mode {
    NULL_TYPE,
    ALL_NULL
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    return mode == Mode.ALL_NULL ? DropNullFields.allNull() : DropNullFields.nullType();
  }
}
