package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.StandardizeNames;
import io.sluice.transforms.Transform;

@StepDoc(
    name = "standardize_names",
    summary =
        "Gives columns, and fields of structs, names in lower_snake_case, as Athena and Redshift"
            + " want them: `UserID` becomes `user_id`, `catchPhrase` `catch_phrase`,"
            + " `HTTPServer2` `http_server2`. What is neither letter nor digit becomes an"
            + " underscore; letters lose their accents, and one that has no Latin counterpart is"
            + " written as the number of its code point, `u65e5`; a digit in front gets an `x`"
            + " before it. Keys of maps are data and stay. Two names that become the same are an"
            + " error.",
    cost = "Narrow: one projection. Only values in which a name changes are built anew.",
    glue = "Glue has no transform for it.",
    example =
        """
        - standardize_names:
        - standardize_names: { nested: false }
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema =
                        "`UserID` INT, `Full Name` STRING, `geoData` STRUCT<`postCode`: STRING>",
                    json =
                        """
                        {"UserID": 1, "Full Name": "Ada", "geoData": {"postCode": "12345"}}
                        {"UserID": 2, "Full Name": null, "geoData": null}
                        """),
            steps = "- standardize_names:"))
record StandardizeNamesStep(
    @Doc(value = "Whether fields of structs are renamed too.", byDefault = "true") boolean nested)
    implements StepArguments {

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    StandardizeNames all = StandardizeNames.lowerSnakeCase();
    return nested ? all : all.withoutNested();
  }
}
