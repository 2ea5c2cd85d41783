package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.Form;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.Explode;
import io.sluice.transforms.Transform;
import java.util.List;
import java.util.Optional;

@StepDoc(
    name = "explode",
    summary =
        "Makes one row of each element of an array, or of each entry of a map. The element takes"
            + " the array's place; all other columns are repeated. Rows whose array is empty or"
            + " NULL are counted as `empty <column>` and `null <column>`, or kept with"
            + " `outer: true`.",
    cost = "Narrow.",
    example =
        """
        - explode: users
        - explode: { column: users, into: user, position: n, outer: true }
        - explode: { column: attributes, into: [attribute, value] }
        - explode: { column: order.items, into: item }
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema = "department STRING, users ARRAY<STRING>",
                    json =
                        """
                        {"department": "sales", "users": ["ann", "bob"]}
                        {"department": "legal", "users": []}
                        {"department": "it", "users": null}
                        """),
            steps =
                """
                - explode: { column: users, into: user, position: n }
                """))
record ExplodeStep(
    @Doc("The array or map, a column or the path to a field inside its structs.") String column,
    @Doc(
            "What the element is called, by default as the array was; for a map the names of key"
                + " and value, by default `key` and `value`.")
        Optional<Names> into,
    @Doc("A last column that says where the element stood, 0 for the first.")
        Optional<String> position,
    @Doc(value = "Whether rows without an element are kept, with NULL for it.", byDefault = "false")
        boolean outer)
    implements StepArguments {

  @Form("the column alone")
  static ExplodeStep of(String column) {
    return new ExplodeStep(column, Optional.empty(), Optional.empty(), false);
  }

  /** What elements are called. */
  record Names(List<String> names) {

    @Form("the name of an array's element")
    static Names of(String name) {
      return new Names(List.of(name));
    }

    @Form("the names of a map's key and value")
    static Names of(List<String> names) {
      return new Names(names);
    }
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    Explode explode = Explode.of(column);
    if (into.isPresent()) {
      explode = explode.withInto(into.get().names());
    }
    if (position.isPresent()) {
      explode = explode.withPosition(position.get());
    }
    return outer ? explode.withOuter() : explode;
  }
}
