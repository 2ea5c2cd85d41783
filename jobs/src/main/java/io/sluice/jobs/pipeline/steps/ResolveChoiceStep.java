package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.Form;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.jobs.pipeline.TableName;
import io.sluice.transforms.Choice;
import io.sluice.transforms.FailedCast;
import io.sluice.transforms.InvalidTransformException;
import io.sluice.transforms.ResolveChoice;
import io.sluice.transforms.Transform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructField;

@StepDoc(
    name = "resolve_choice",
    summary =
        "Settles columns whose values are of several types: texts, or structs with a field for each"
            + " type. `cast:double` makes every value one of that type, and rejects the row of one"
            + " that is not; `project:int` keeps the values of a type, the others become NULL;"
            + " `make_cols:int,string` makes a column of each type, `price_int` and `price_string`;"
            + " `make_struct:int,string` a struct with a field for each. A text is of the first"
            + " type of the list that a strict cast reads it as. For structs the list is left out.",
    cost = "Narrow: one projection.",
    glue =
        "Glue gives null where a cast fails, and knows itself which types a column holds; a column"
            + " of texts has to be told. `match` is Glue's `match_catalog`, with a contract.",
    example =
        """
        - resolve_choice: { price: "cast:double", "items[].price": "project:int" }
        - resolve_choice: { id: "make_cols:long,string", code: make_struct }
        - resolve_choice:
            columns: { price: "cast:decimal(10,2)" }
            match: raw.orders
            on_failed_cast: "null"
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema = "id INT, price STRING, code STRING",
                    json =
                        """
                        {"id": 1, "price": "9.50", "code": "17"}
                        {"id": 2, "price": "free", "code": "18"}
                        {"id": 3, "price": "12", "code": "B-3"}
                        """),
            steps =
                """
                - resolve_choice: { price: "cast:double", code: "make_cols:int,string" }
                """))
record ResolveChoiceStep(
    @Doc("Columns, such as `items[].price`, to what becomes of them.") Map<String, String> columns,
    @Doc("A contract: each of its columns that is not named is cast to the type it has there.")
        Optional<TableName> match,
    @Doc(
            value = "What becomes of a row with a value that is of none of the types.",
            byDefault = "reject")
        FailedCast onFailedCast)
    implements StepArguments {

  ResolveChoiceStep {
    if (columns.isEmpty() && match.isEmpty()) {
      throw new IllegalArgumentException("it resolves nothing: give columns or match");
    }
    try {
      columns.values().forEach(Choice::parse);
    } catch (InvalidTransformException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Form("columns to what becomes of them")
  static ResolveChoiceStep of(Map<String, String> columns) {
    return new ResolveChoiceStep(columns, Optional.empty(), FailedCast.REJECT);
  }

  @Override
  public List<TableName> contracts() {
    return match.stream().toList();
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    Map<String, Choice> choices = new LinkedHashMap<>();
    columns.forEach((path, choice) -> choices.put(path, Choice.parse(choice)));
    if (match.isPresent()) {
      for (StructField field : inputs.contract(match.get()).schema().fields()) {
        String path = "`" + field.name().replace("`", "``") + "`";
        if (!columns.containsKey(field.name()) && !columns.containsKey(path)) {
          choices.put(path, Choice.cast(field.dataType().catalogString()));
        }
      }
    }
    return ResolveChoice.of(choices).withFailedCast(onFailedCast);
  }
}
