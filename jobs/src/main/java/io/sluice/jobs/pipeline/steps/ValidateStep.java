package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.Form;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.jobs.pipeline.TableName;
import io.sluice.jobs.pipeline.contract.ContractRules;
import io.sluice.transforms.NullPolicy;
import io.sluice.transforms.RowRule;
import io.sluice.transforms.Transform;
import io.sluice.transforms.Validate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@StepDoc(
    name = "validate",
    summary =
        "Holds every row against a contract, and rules of the step's own. Rows that keep all of"
            + " them pass as they are; the others are rejected, each with all of its reasons, such"
            + " as `range: qty: above 100`. A path walks into structs with dots, and with `[]` into"
            + " each element of an array: `items[].qty`. Of a field in a struct `required` is only"
            + " asked where the struct is there. A null passes every rule but `required`, unless"
            + " `nulls: reject` is said; an empty text is a value. Bounds are read as the column's"
            + " type, times without a zone as UTC. Columns that the contract does not name pass.",
    cost =
        "Narrow, in the same pass, without `unique`, a primary key and `references`. Each key that"
            + " is unique costs a shuffle and a sort; each reference a join with the distinct keys"
            + " of the other rows, which is a broadcast where they are few.",
    glue =
        "Glue's EvaluateDataQuality tells which rows fail and passes all of them on; here those"
            + " that fail go to quarantine.",
    example =
        """
        - validate: cleaned.orders
        - validate:
            contract: cleaned.orders
            columns:
              qty: { required: true, type: int, min: 1, max: 100 }
              email: { format: email, max_length: 100 }
              "items[].sku": { pattern: "^[A-Z]{3}-[0-9]+$" }
              state: { values: [new, done] }
              tags: { max_items: 9 }
            checks:
              dates_in_order: opened <= closed
            unique: [order_id, [day, number]]
            references: { customer_id: customers.id }
            nulls: reject
        """,
    demo =
        @Demo(
            inputs = {
              @Demo.Rows(
                  schema =
                      "id INT, email STRING, customer INT,"
                          + " items ARRAY<STRUCT<sku: STRING, qty: INT>>",
                  json =
                      """
                      {"id": 1, "email": "ann@shop.example", "customer": 7, "items": [{"sku": "a", "qty": 2}]}
                      {"id": 2, "email": "nobody", "customer": 7, "items": [{"sku": "a", "qty": 2}, {"sku": "b", "qty": 0}]}
                      {"id": 3, "customer": 8, "items": []}
                      {"id": 4, "email": "bob@shop.example", "items": [{"sku": "c", "qty": 1}]}
                      {"id": 4, "email": "bob@shop.example", "customer": 7, "items": [{"sku": "d", "qty": 3}]}
                      """),
              @Demo.Rows(
                  name = "customers",
                  schema = "id INT, name STRING",
                  json =
                      """
                      {"id": 7, "name": "Ann"}
                      """)
            },
            steps =
                """
                - validate:
                    columns:
                      email: { format: email }
                      "items[].qty": { min: 1 }
                    unique: [id]
                    references: { customer: customers.id }
                """))
record ValidateStep(
    @Doc(
            "The contract to go by, by name: `cleaned.orders` is `schemas/cleaned/orders.yaml`. All"
                + " columns it names must be there.")
        Optional<TableName> contract,
    @Doc("Paths of columns to what their values must be.") Map<String, ValueRules> columns,
    @Doc("Names to SQL predicates that must not be false: `dates_in_order: start <= end`.")
        Map<String, String> checks,
    @Doc(
            "Keys that no two rows may have: a column each, or a list of columns. All rows of a"
                + " repeated key are rejected; rows with a null in it are not compared.")
        List<Key> unique,
    @Doc(
            "Columns to what they must be found in: a column of another input or earlier step,"
                + " `customers.id`. A null is not looked for.")
        Map<String, Reference> references,
    @Doc(
            value =
                "Whether a null passes every rule but `required`, or fails every one that looks at"
                    + " it.",
            byDefault = "pass")
        NullPolicy nulls)
    implements StepArguments {

  ValidateStep {
    if (contract.isEmpty()
        && columns.isEmpty()
        && checks.isEmpty()
        && unique.isEmpty()
        && references.isEmpty()) {
      throw new IllegalArgumentException("it checks nothing: name a contract, or rules");
    }
    columns.forEach(
        (path, rules) -> {
          if (rules.rules(path).isEmpty()) {
            throw new IllegalArgumentException("nothing is asked of " + path);
          }
        });
  }

  @Form("the name of a contract")
  static ValidateStep of(TableName contract) {
    return new ValidateStep(
        Optional.of(contract), Map.of(), Map.of(), List.of(), Map.of(), NullPolicy.PASS);
  }

  /** Columns that together tell rows apart. */
  record Key(List<String> columns) {

    Key {
      columns = List.copyOf(columns);
      if (columns.isEmpty()) {
        throw new IllegalArgumentException("a key has at least one column");
      }
    }

    @Form("a column")
    static Key of(String column) {
      return new Key(List.of(column));
    }

    @Form("columns")
    static Key of(List<String> columns) {
      return new Key(columns);
    }
  }

  /** A column of other rows. */
  record Reference(String rows, String column) {

    @Form("`<input or earlier step>.<column>`")
    static Reference of(String text) {
      int dot = text.indexOf('.');
      if (dot < 1 || dot == text.length() - 1) {
        throw new IllegalArgumentException("not <input or earlier step>.<column>");
      }
      return new Reference(text.substring(0, dot), text.substring(dot + 1));
    }

    @Override
    public String toString() {
      return rows + "." + column;
    }
  }

  @Override
  public List<TableName> contracts() {
    return contract.stream().toList();
  }

  @Override
  public List<String> inputs() {
    return references.values().stream().map(Reference::rows).distinct().toList();
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    List<RowRule> rules = new ArrayList<>();
    contract.ifPresent(name -> rules.addAll(ContractRules.of(inputs.contract(name))));
    columns.forEach((path, values) -> rules.addAll(values.rules(path)));
    checks.forEach((name, predicate) -> rules.add(RowRule.check(name, predicate)));
    unique.forEach(key -> rules.add(new RowRule.Unique(key.columns())));
    references.forEach(
        (path, to) ->
            rules.add(
                RowRule.references(path, inputs.rows(to.rows()), to.column(), to.toString())));
    return Validate.of(rules).withNulls(nulls);
  }
}
