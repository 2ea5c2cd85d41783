package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.Transform;
import io.sluice.transforms.Unnest;
import java.util.List;

@StepDoc(
    name = "unnest",
    summary =
        "Makes the fields of structs columns of their own, all the way down:"
            + " `address.geo.lat`. They stand where the struct stood. Arrays and maps stay as"
            + " they are. Two columns of one name are an error.",
    cost = "Narrow: one projection.",
    glue = "Glue always puts a dot between the names.",
    example =
        """
        - unnest:
        - unnest: { separator: _, fields: [address, company] }
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema =
                        "id INT, address STRUCT<city: STRING, geo: STRUCT<lat: DOUBLE>>, tags ARRAY<STRING>",
                    json =
                        """
                        {"id": 1, "address": {"city": "Ghent", "geo": {"lat": 51.05}}, "tags": ["new"]}
                        {"id": 2, "address": null, "tags": []}
                        """),
            steps =
                """
                - { unnest: , from: rows, as: with_dots }
                - { unnest: { separator: _ }, from: rows, as: with_underscores }
                """))
record UnnestStep(
    @Doc(value = "What stands between the names: `_` suits Athena and Redshift.", byDefault = ".")
        String separator,
    @Doc("The structs to unnest; all of them when left out.") List<String> fields)
    implements StepArguments {

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    Unnest all = Unnest.all().withSeparator(separator);
    return fields.isEmpty() ? all : all.withFields(fields);
  }
}
