package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.SplitRows;
import io.sluice.transforms.Transform;
import java.util.Map;
import org.apache.spark.sql.types.StructType;

@StepDoc(
    name = "split_rows",
    summary =
        "Splits the rows in two: those for which an SQL predicate is true go on, all others are"
            + " a second result. Rows for which it is NULL are among the others, so that the two"
            + " make the input.",
    cost = "Narrow.",
    glue = "Glue's takes a map of comparisons; this takes SQL, and loses no row with a NULL.",
    example =
        """
        - split_rows: { where: amount > 100, others: small }
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema = "sale_id INT, amount INT",
                    json =
                        """
                        {"sale_id": 1, "amount": 150}
                        {"sale_id": 2, "amount": 80}
                        {"sale_id": 3, "amount": null}
                        """),
            steps =
                """
                - split_rows: { where: amount > 100, others: small }
                """))
record SplitRowsStep(
    @Doc("An SQL predicate; the rows for which it is true go on.") String where,
    @Doc(value = "The name of the second result, all other rows.", byDefault = "others")
        String others)
    implements StepArguments {

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    return split().main();
  }

  @Override
  public Map<String, Transform> others(StructType rows, StepInputs inputs, RunFacts facts) {
    return split().others(rows);
  }

  @Override
  public boolean gives(String name) {
    return name.equals(others);
  }

  private SplitRows split() {
    return SplitRows.where(where).withOthersNamed(others);
  }
}
