package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.Form;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.jobs.pipeline.TableName;
import io.sluice.transforms.FailedCast;
import io.sluice.transforms.Transform;
import io.sluice.transforms.Unbox;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

@StepDoc(
    name = "unbox",
    summary =
        "Parses a column of texts, each a JSON or CSV document, by a schema. A text that is not"
            + " wholly of the schema rejects its row, with a reason such as `unbox: payload: not"
            + " JSON of the schema`: something behind the document, a number that does not fit, a"
            + " wrong number of CSV fields. NULL stays NULL; times that name no zone are in UTC;"
            + " fields of JSON that are not in the schema are passed over.",
    cost = "Narrow. The text is parsed, and its end is looked for in a second, lighter pass.",
    glue =
        "Glue infers the schema, and gives a document with holes where one does not parse; here the"
            + " schema is given, and the row rejected, unless `on_failed_parse: null` is said.",
    example =
        """
        - unbox: { column: payload, schema: "id INT, tags ARRAY<STRING>" }
        - unbox: { column: payload, schema: { contract: raw.payload }, into: event }
        - unbox:
            column: line
            format: csv
            separator: ";"
            schema: id INT, name STRING, born DATE
            on_failed_parse: "null"
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema = "id INT, payload STRING",
                    json =
                        """
                        {"id": 1, "payload": "{\\"city\\": \\"Bonn\\", \\"zip\\": 53111}"}
                        {"id": 2, "payload": "{\\"city\\": \\"Kiel\\", \\"zip\\": \\"unknown\\"}"}
                        {"id": 3, "payload": null}
                        """),
            steps =
                """
                - unbox: { column: payload, schema: "city STRING, zip INT" }
                """))
record UnboxStep(
    @Doc("The column that holds the documents.") String column,
    @Doc(value = "What the documents are.", byDefault = "json") BoxFormat format,
    @Doc("What is in them: fields as Spark DDL, a type such as `array<int>`, or a contract.")
        Schema schema,
    @Doc("A new column for the document; without one it takes the place of its text.")
        Optional<String> into,
    @Doc("What stands between the fields of CSV: one character, by default a comma.")
        Optional<String> separator,
    @Doc(value = "What becomes of a row whose document does not parse.", byDefault = "reject")
        FailedCast onFailedParse)
    implements StepArguments {

  UnboxStep {
    if (separator.isPresent() && format == BoxFormat.JSON) {
      throw new IllegalArgumentException("JSON has no separator");
    }
  }

  /** What a text holds. */
  enum BoxFormat {
    JSON,
    CSV
  }

  /** What is in a document: either of the two. */
  record Schema(Optional<String> ddl, Optional<TableName> contract) {

    @Form("fields as Spark DDL, or a type")
    static Schema of(String ddl) {
      return new Schema(Optional.of(ddl), Optional.empty());
    }

    @Form("`contract` to the name of a contract")
    static Schema of(Map<String, TableName> contract) {
      if (!contract.keySet().equals(Set.of("contract"))) {
        throw new IllegalArgumentException("a schema is a text, or { contract: <name> }");
      }
      return new Schema(Optional.empty(), Optional.of(contract.get("contract")));
    }
  }

  @Override
  public List<TableName> contracts() {
    return schema.contract().stream().toList();
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    Unbox unbox =
        schema
            .contract()
            .map(name -> by(inputs.contract(name).schema()))
            .orElseGet(() -> by(schema.ddl().orElseThrow()));
    unbox = into.isPresent() ? unbox.withInto(into.get()) : unbox;
    unbox = separator.isPresent() ? unbox.withSeparator(separator.get()) : unbox;
    return unbox.withFailedParse(onFailedParse);
  }

  private Unbox by(StructType type) {
    return format == BoxFormat.JSON ? Unbox.json(column, type) : Unbox.csv(column, type);
  }

  private Unbox by(String ddl) {
    return format == BoxFormat.JSON ? Unbox.json(column, ddl) : Unbox.csv(column, ddl);
  }
}
