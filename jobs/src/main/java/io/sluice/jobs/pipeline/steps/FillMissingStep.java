package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.FillMissing;
import io.sluice.transforms.Transform;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@StepDoc(
    name = "fill_missing",
    summary =
        "Puts values where there is NULL. Where several ways are given for a column they are tried"
            + " in this order: `previous`, `from`, `values`, `by_type`; a value that is filled in"
            + " fills nothing further. NaN and the empty text are values.",
    cost = "Narrow: one projection; with `previous` one shuffle on its keys.",
    glue = "Glue's guesses values by a model that it trains; here they follow rules.",
    example =
        """
        - fill_missing: { values: { country: unknown } }
        - fill_missing:
            previous: { columns: [price], keys: [sku], order_by: [day] }
            from: { shipping: billing }
            values: { country: unknown, address.zip: "00000" }
            by_type: { int: 0, string: "" }
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema = "day INT, sku STRING, price DOUBLE, shipping STRING, billing STRING",
                    json =
                        """
                        {"day": 1, "sku": "a", "price": 9.5, "shipping": null, "billing": "Bonn"}
                        {"day": 2, "sku": "a", "price": null, "shipping": "Kiel", "billing": null}
                        {"day": 2, "sku": "b", "price": null, "shipping": null, "billing": null}
                        """),
            steps =
                """
                - fill_missing:
                    previous: { columns: [price], keys: [sku], order_by: [day] }
                    from: { shipping: billing }
                    values: { shipping: unknown }
                """))
record FillMissingStep(
    @Doc("Columns to constants, each cast to the column's type.") Map<String, String> values,
    @Doc("Types to constants, for all columns of exactly that type; not for fields of structs.")
        Map<String, String> byType,
    @Doc("Columns to the columns from which they are filled.") Map<String, String> from,
    @Doc("Columns that take their last value before, in an order of rows.")
        Optional<Previous> previous)
    implements StepArguments {

  FillMissingStep {
    if (values.isEmpty() && byType.isEmpty() && from.isEmpty() && previous.isEmpty()) {
      throw new IllegalArgumentException(
          "it fills nothing: give values, by_type, from or previous");
    }
  }

  /** Where earlier values come from. */
  record Previous(
      @Doc(value = "The columns to fill.", required = true) List<String> columns,
      @Doc("The columns that make a sequence of rows; without any, all rows are one.")
          List<String> keys,
      @Doc(value = "The order of a sequence: `day`, `ts desc`.", required = true)
          List<String> orderBy) {

    Previous {
      if (columns.isEmpty() || orderBy.isEmpty()) {
        throw new IllegalArgumentException("previous needs columns and order_by");
      }
    }
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    FillMissing fill = FillMissing.with(values).withColumns(from).withTypeDefaults(byType);
    return previous.map(p -> fill.withPrevious(p.columns(), p.keys(), p.orderBy())).orElse(fill);
  }
}
