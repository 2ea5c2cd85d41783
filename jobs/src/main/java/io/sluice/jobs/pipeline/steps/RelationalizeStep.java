package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.Form;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.Relationalize;
import io.sluice.transforms.Transform;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructType;

@StepDoc(
    name = "relationalize",
    summary =
        "Turns nested rows into flat tables. The root goes on: structs become columns with dots in"
            + " their names, and an array becomes a key into its child table. Each array, at any"
            + " depth, gives a second result `<root>_<path>` with the columns `id` (the key),"
            + " `index` (from 0) and `<array>.val.<field>`, or `<array>.val` where elements are no"
            + " structs. A NULL array has a NULL key, an empty one a key that no child row has."
            + " Maps stay as they are. Keys are the same on every run.",
    cost =
        "Narrow with `keys`; without, a shuffle of the rows by their hash for each table that is"
            + " written.",
    glue =
        "Glue's keys are numbers that change with each run, it turns maps into structs, needs a"
            + " folder for staging, and names a child of a child `orders_items.val.discounts`.",
    example =
        """
        - relationalize: orders
        - relationalize: { root: orders, keys: [order_id], null_markers: true }
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema =
                        "order_id INT, customer STRUCT<id: INT, geo: STRUCT<lat: DOUBLE>>,"
                            + " items ARRAY<STRUCT<sku: STRING, qty: INT>>",
                    json =
                        """
                        {"order_id": 1, "customer": {"id": 7, "geo": {"lat": 1.5}}, "items": \
                        [{"sku": "a", "qty": 2}, {"sku": "b", "qty": 1}]}
                        {"order_id": 2, "customer": {"id": 8, "geo": null}, "items": []}
                        {"order_id": 3, "customer": {"id": 7, "geo": null}, "items": null}
                        """),
            steps =
                """
                - relationalize: { root: orders, keys: [order_id] }
                """))
record RelationalizeStep(
    @Doc("What the names of the child tables begin with.") String root,
    @Doc(
            "The columns that tell rows apart, from which keys are made; the whole row when left"
                + " out.")
        List<String> keys,
    @Doc(
            value =
                "Whether each struct that may be NULL gets a column `<path>.is_null`. Without, a"
                    + " NULL struct looks like one whose fields are all NULL.",
            byDefault = "false")
        boolean nullMarkers)
    implements StepArguments {

  @Form("the root alone")
  static RelationalizeStep of(String root) {
    return new RelationalizeStep(root, List.of(), false);
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    return relationalize().main();
  }

  @Override
  public Map<String, Transform> others(StructType rows, StepInputs inputs, RunFacts facts) {
    return relationalize().others(rows);
  }

  @Override
  public boolean gives(String name) {
    return name.startsWith(root + "_");
  }

  private Relationalize relationalize() {
    Relationalize tables = Relationalize.of(root).withKeys(keys);
    return nullMarkers ? tables.withNullMarkers() : tables;
  }
}
