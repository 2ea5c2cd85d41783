package io.sluice.bench;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.row_number;

import io.sluice.transforms.Aggregate;
import io.sluice.transforms.ApplyMapping;
import io.sluice.transforms.ConformTime;
import io.sluice.transforms.ConformValues;
import io.sluice.transforms.CurrentState;
import io.sluice.transforms.Derive;
import io.sluice.transforms.DropDuplicates;
import io.sluice.transforms.DropFields;
import io.sluice.transforms.Explode;
import io.sluice.transforms.FillMissing;
import io.sluice.transforms.Filter;
import io.sluice.transforms.Join;
import io.sluice.transforms.KeepLatest;
import io.sluice.transforms.Lookup;
import io.sluice.transforms.Mapping;
import io.sluice.transforms.Mask;
import io.sluice.transforms.Masking;
import io.sluice.transforms.MergeFrames;
import io.sluice.transforms.Pivot;
import io.sluice.transforms.Relationalize;
import io.sluice.transforms.RenameField;
import io.sluice.transforms.RowRule;
import io.sluice.transforms.Sample;
import io.sluice.transforms.SplitField;
import io.sluice.transforms.SplitRows;
import io.sluice.transforms.StandardizeNames;
import io.sluice.transforms.Unbox;
import io.sluice.transforms.Unnest;
import io.sluice.transforms.Unpivot;
import io.sluice.transforms.Validate;
import io.sluice.transforms.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What is measured. */
final class TransformPairs {

  private final List<TransformPair> pairs = new ArrayList<>();

  private TransformPairs() {}

  static List<TransformPair> all(SparkSession spark) {
    TransformPairs all = new TransformPairs();
    all.columns();
    all.texts();
    all.rows();
    all.nested();
    all.groups();
    all.several(spark);
    return all.pairs;
  }

  private void pair(
      String name,
      String columns,
      UnaryOperator<Dataset<Row>> sluice,
      UnaryOperator<Dataset<Row>> plain) {
    pairs.add(new TransformPair(name, List.of(columns.split(" ", -1)), sluice, plain));
  }

  private void columns() {
    pair(
        "apply_mapping",
        "id amount digits survey",
        ApplyMapping.of(
                Mapping.of("id", "long", "Id", "long"),
                Mapping.of("digits", "string", "Digits", "int"),
                Mapping.of("survey", "Survey"))
            ::apply,
        rows ->
            rows.selectExpr("id AS Id", "try_cast(digits AS INT) AS Digits", "survey AS Survey")
                .filter("Digits IS NOT NULL"));
    pair(
        "drop_fields",
        "id amount survey place",
        DropFields.of("survey", "place.geoPoint.lat")::apply,
        rows ->
            rows.drop("survey")
                .withColumn(
                    "place",
                    expr(
                        "named_struct('Street Name', place.`Street Name`, 'geoPoint', named_struct('lng', place.geoPoint.lng))")));
    pair(
        "rename_field",
        "id amount survey",
        RenameField.of("amount", "price")::apply,
        rows -> rows.withColumnRenamed("amount", "price"));
    pair(
        "derive",
        "id amount gap",
        Derive.of("net", "amount - coalesce(gap, 0)")::apply,
        rows -> rows.withColumn("net", expr("amount - coalesce(gap, 0)")));
    pair(
        "conform_values",
        "id survey",
        ConformValues.of("survey", Map.of("Like", 1, "Dislike", 0))::apply,
        rows ->
            rows.withColumn(
                    "survey", expr("CASE survey WHEN 'Like' THEN 1 WHEN 'Dislike' THEN 0 END"))
                .filter("survey IS NOT NULL"));
    pair(
        "standardize_names",
        "id place",
        StandardizeNames.lowerSnakeCase()::apply,
        rows ->
            rows.withColumn(
                "place",
                col("place")
                    .cast("struct<street_name:string,geo_point:struct<lat:double,lng:double>>")));
    pair(
        "fill_missing",
        "id gap survey",
        FillMissing.with(Map.of("gap", "0"))::apply,
        rows -> rows.withColumn("gap", expr("coalesce(gap, 0)")));
  }

  private void texts() {
    pair(
        "conform_time",
        "id local",
        ConformTime.of("local", List.of("MMyyyydd HH:mm")).withZone("Europe/Paris")::apply,
        rows ->
            rows.withColumn(
                "local",
                expr("to_utc_timestamp(to_timestamp(local, 'MMyyyydd HH:mm'), 'Europe/Paris')")));
    pair(
        "split_field",
        "id address",
        SplitField.by("address", ", ", List.of("street", "city", "zip"))::apply,
        rows ->
            rows.withColumn("parts", expr("split(address, ', ')"))
                .filter("size(parts) = 3")
                .selectExpr(
                    "id", "address", "parts[0] AS street", "parts[1] AS city", "parts[2] AS zip"));
    pair(
        "unbox",
        "id doc",
        Unbox.json("doc", "a INT, b STRING")::apply,
        rows ->
            rows.withColumn(
                    "doc", expr("from_json(doc, 'a INT, b STRING, _corrupt_record STRING')"))
                .filter("doc._corrupt_record IS NULL"));
    pair(
        "mask",
        "id email",
        Mask.of("email", Masking.sha256())::apply,
        rows -> rows.withColumn("email", expr("sha2(email, 256)")));
    pair(
        "validate",
        "id amount survey email",
        Validate.of(
                RowRule.required("id"),
                RowRule.between("amount", "-1000000", "1000000"),
                RowRule.oneOf("survey", "Like", "Dislike"),
                RowRule.matches("email", "^[^@]+@[^@]+$"))
            ::apply,
        rows ->
            rows.filter(
                "id IS NOT NULL AND (amount IS NULL OR amount BETWEEN -1000000 AND 1000000)"
                    + " AND (survey IS NULL OR survey IN ('Like', 'Dislike'))"
                    + " AND (email IS NULL OR email RLIKE '^[^@]+@[^@]+$')"));
  }

  private void rows() {
    pair(
        "filter",
        "id amount survey",
        Filter.where("amount > 0")::apply,
        rows -> rows.filter("amount > 0"));
    pair(
        "split_rows",
        "id amount survey",
        rows -> SplitRows.where("amount > 0").apply(rows).main(),
        rows -> rows.filter("amount > 0"));
    pair(
        "sample",
        "id amount survey",
        rows -> Sample.fraction(0.1).apply(rows).others().get("sample"),
        rows -> rows.filter("pmod(xxhash64(id, amount, survey), 1000) < 100"));
    pair("drop_duplicates", "key grp", DropDuplicates.wholeRows()::apply, rows -> rows.distinct());
    pair(
        "keep_latest",
        "id key ts amount",
        KeepLatest.by(List.of("key"), List.of("ts"))::apply,
        rows -> first(rows, "key", col("ts").desc(), col("id")));
    pair(
        "current_state",
        "id key ts amount Op",
        CurrentState.by(List.of("key")).withTime("ts")::apply,
        rows ->
            first(rows, "key", col("ts").desc(), col("id")).filter("Op <> 'D'").drop("Op", "ts"));
  }

  private static Dataset<Row> first(Dataset<Row> rows, String key, Column... order) {
    return rows.withColumn(
            "rank",
            row_number()
                .over(org.apache.spark.sql.expressions.Window.partitionBy(key).orderBy(order)))
        .filter("rank = 1")
        .drop("rank");
  }

  private void nested() {
    pair(
        "unnest",
        "id place",
        Unnest.all()::apply,
        rows ->
            rows.selectExpr(
                "id", "place.`Street Name`", "place.geoPoint.lat", "place.geoPoint.lng"));
    pair(
        "explode",
        "id items",
        Explode.of("items")::apply,
        rows -> rows.selectExpr("id", "explode(items) AS items"));
    pair(
        "relationalize",
        "id items",
        rows ->
            Relationalize.of("root").withKeys(List.of("id")).apply(rows).others().get("root_items"),
        rows ->
            rows.selectExpr(
                    "substring(sha2(CAST(id AS STRING), 256), 1, 32) AS id", "posexplode(items)")
                .selectExpr("id", "pos AS index", "col.sku", "col.qty"));
  }

  private void groups() {
    pair(
        "aggregate",
        "key amount",
        Aggregate.by(List.of("key"), Map.of("total", "sum(amount)"))::apply,
        rows -> rows.groupBy("key").agg(expr("sum(amount) AS total")));
    pair(
        "window",
        "id key amount",
        Window.over(List.of("key"), List.of("id"), Map.of("running", "sum(amount)"))::apply,
        rows ->
            rows.withColumn(
                "running",
                expr(
                    "sum(amount) OVER (PARTITION BY key ORDER BY id ROWS BETWEEN UNBOUNDED"
                        + " PRECEDING AND CURRENT ROW)")));
    List<String> months = IntStream.range(0, 12).mapToObj(Integer::toString).toList();
    pair(
        "pivot",
        "grp month amount",
        Pivot.by(List.of("grp"), "month", months, Map.of("total", "sum(amount)"))::apply,
        rows ->
            rows.groupBy("grp")
                .pivot("month", List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))
                .agg(expr("sum(amount)")));
    pair(
        "unpivot",
        "id amount gap",
        Unpivot.of(List.of("id"), List.of("amount", "gap"))::apply,
        rows ->
            rows.unpivot(
                new Column[] {col("id")},
                new Column[] {col("amount"), col("gap")},
                "name",
                "value"));
  }

  private void several(SparkSession spark) {
    Dataset<Row> groups =
        spark.range(100).selectExpr("CAST(id AS INT) AS grp", "concat('group ', id) AS label");
    pair(
        "lookup",
        "id grp amount",
        rows -> Lookup.in(groups).on("grp").apply(rows),
        rows -> rows.join(broadcast(groups), new String[] {"grp"}, "left"));
    Dataset<Row> keys = spark.range(1_000_000).selectExpr("id AS key", "id % 7 AS weight");
    pair(
        "join",
        "id key amount",
        rows -> Join.inner(keys).on("key").apply(rows),
        rows -> rows.join(keys, "key"));
    Dataset<Row> updates = spark.range(1_000_000).selectExpr("id * 10 AS id", "0 AS amount");
    pair(
        "merge_frames",
        "id amount",
        rows -> MergeFrames.with(updates, List.of("id")).apply(rows),
        rows ->
            rows.join(updates.select(col("id").as("other")), expr("id <=> other"), "left_anti")
                .unionByName(updates));
  }
}
