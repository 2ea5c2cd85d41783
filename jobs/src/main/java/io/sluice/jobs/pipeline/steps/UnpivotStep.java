package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.Form;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.Transform;
import io.sluice.transforms.Unpivot;
import java.util.List;

@StepDoc(
    name = "unpivot",
    summary =
        "Makes a row of each of several columns: its name, its value, and the columns that stay as"
            + " they are. The values get the narrowest type that holds all of them. With"
            + " `drop_nulls` rows without a value are left out, and counted as `<value> is null`.",
    cost = "Narrow.",
    example =
        """
        - unpivot: [jan, feb]
        - unpivot:
            columns: [jan, feb]
            keys: [sku]
            name: month
            value: sold
            drop_nulls: true
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema = "sku STRING, jan INT, feb INT",
                    json =
                        """
                        {"sku": "a", "jan": 3, "feb": 4}
                        {"sku": "b", "jan": null, "feb": 8}
                        """),
            steps =
                """
                - unpivot: { columns: [jan, feb], name: month, value: sold, drop_nulls: true }
                """))
record UnpivotStep(
    @Doc(value = "The columns that become rows.", required = true) List<String> columns,
    @Doc("The columns that stay as they are; all others when left out.") List<String> keys,
    @Doc(value = "The column for their names.", byDefault = "name") String name,
    @Doc(value = "The column for their values.", byDefault = "value") String value,
    @Doc(value = "Whether rows without a value are left out.", byDefault = "false")
        boolean dropNulls)
    implements StepArguments {

  @Form("the columns that become rows")
  static UnpivotStep of(List<String> columns) {
    return new UnpivotStep(columns, List.of(), "name", "value", false);
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    Unpivot unpivot = keys.isEmpty() ? Unpivot.columns(columns) : Unpivot.of(keys, columns);
    unpivot = unpivot.withNames(name, value);
    return dropNulls ? unpivot.withNullsDropped() : unpivot;
  }
}
