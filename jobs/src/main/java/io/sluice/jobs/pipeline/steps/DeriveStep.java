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
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema = "item STRING, original_price DECIMAL(8,2), discount DECIMAL(8,2)",
                    json =
                        """
                        {"item": "lantern", "original_price": 24.50, "discount": 4.50}
                        {"item": "rope", "original_price": 9.00, "discount": 0.50}
                        {"item": "tide table", "original_price": 6.00, "discount": null}
                        """),
            steps =
                """
                - derive:
                    final_price: original_price - discount
                    is_cheap: final_price < 10
                    item: initcap(item)
                """))
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
