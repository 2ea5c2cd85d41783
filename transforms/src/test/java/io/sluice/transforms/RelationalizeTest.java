package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class RelationalizeTest {

  private static final StructType SCHEMA =
      StructType.fromDDL(
          "order_id INT, customer STRUCT<id: INT, geo: STRUCT<lat: DOUBLE>>,"
              + " items ARRAY<STRUCT<sku: STRING, qty: INT,"
              + " discounts: ARRAY<STRUCT<code: STRING, amount: INT>>>>,"
              + " tags ARRAY<STRING>, attributes MAP<STRING, INT>, __sluice_file STRING");

  private static Dataset<Row> orders() {
    return Rows.sql(
            "SELECT from_json(value, '%s') AS o FROM VALUES %s AS t(value)"
                .formatted(
                    SCHEMA.toDDL().replace("`", ""),
                    "('"
                        + String.join(
                            "'), ('",
                            """
                            {"order_id": 1, "customer": {"id": 7, "geo": {"lat": 1.5}},
                            "items": [{"sku": "a", "qty": 2, "discounts": [{"code": "x", "amount": 3}]},
                            {"sku": "b", "qty": 1, "discounts": []}], "tags": ["t", null],
                            "attributes": {"k": 1}, "__sluice_file": "f"}""",
                            """
                            {"order_id": 2, "customer": {"id": 8}, "items": [], "tags": null,
                            "__sluice_file": "g"}""")
                        + "')"))
        .select("o.*");
  }

  private static Relationalize byId() {
    return Relationalize.of("orders").withKeys(List.of("order_id"));
  }

  private static Dataset<Row> child(Fork.Branches tables, String name) {
    return tables.others().get(name);
  }

  @Test
  void makesARootAndAChildOfEachArray() {
    Fork.Branches tables = byId().apply(orders());

    assertThat(Rows.schema(tables.main()))
        .isEqualTo(
            "order_id int, customer.id int, customer.geo.lat double, items string, tags string,"
                + " attributes map<string,int>, __sluice_file string");
    assertThat(tables.others().keySet())
        .containsExactly("orders_items", "orders_items_discounts", "orders_tags");
    assertThat(Rows.schema(child(tables, "orders_items")))
        .isEqualTo(
            "id string, index int, items.val.sku string, items.val.qty int,"
                + " items.val.discounts string, __sluice_file string");
    assertThat(Rows.schema(child(tables, "orders_items_discounts")))
        .isEqualTo(
            "id string, index int, items.val.discounts.val.code string,"
                + " items.val.discounts.val.amount int, __sluice_file string");
    assertThat(Rows.schema(child(tables, "orders_tags")))
        .isEqualTo("id string, index int, tags.val string, __sluice_file string");
  }

  @Test
  void joinsBackByKeyAndTellsNullArraysFromEmptyOnes() {
    Fork.Branches tables = byId().apply(orders());
    List<Row> root = tables.main().orderBy("order_id").collectAsList();
    List<Row> items = child(tables, "orders_items").orderBy("index").collectAsList();
    List<Row> discounts = child(tables, "orders_items_discounts").collectAsList();
    List<Row> tags = child(tables, "orders_tags").orderBy("index").collectAsList();

    assertThat(root)
        .extracting(r -> r.get(0), r -> r.get(1), r -> r.get(2), r -> r.get(6))
        .containsExactly(tuple(1, 7, 1.5, "f"), tuple(2, 8, null, "g"));
    assertThat(root.get(1).isNullAt(4)).as("no tags: NULL").isTrue();
    assertThat(root.get(1).isNullAt(3)).as("no items: empty").isFalse();
    String key = root.get(0).getAs("items");
    assertThat(key).matches("[0-9a-f]{32}").isNotEqualTo(root.get(1).<String>getAs("items"));
    assertThat(items)
        .extracting(r -> r.getString(0), r -> r.getInt(1), r -> r.getString(2), r -> r.getInt(3))
        .containsExactly(tuple(key, 0, "a", 2), tuple(key, 1, "b", 1));
    assertThat(discounts)
        .extracting(Row::toString)
        .containsExactly("[" + items.get(0).getString(4) + ",0,x,3,f]");
    assertThat(items.get(1).getString(4))
        .matches("[0-9a-f]{32}")
        .isNotEqualTo(items.get(0).getString(4));
    assertThat(tags)
        .extracting(Row::toString)
        .containsExactly(
            "[" + root.get(0).getString(4) + ",0,t,f]",
            "[" + root.get(0).getString(4) + ",1,null,f]");
    assertThat(root.get(0).getString(4)).isNotEqualTo(key);
  }

  @Test
  void givesTheKeysItGaveYesterday() {
    assertThat(Rows.of(byId().apply(orders()).main().select("items")))
        .containsExactly(
            "[cb3cf85455d7e6704192f9a877667f4e]", "[d9d4da955e964295512bba3d397db801]");
    assertThat(
            Rows.of(
                Relationalize.of("x").apply(orders()).main().orderBy("order_id").select("items")))
        .containsExactly(
            "[ef4dd102b2f76b7eec4fa75352f38bcc]", "[5647296e7fb2d9f15284785293c4b206]");
  }

  @Test
  void countsInEachChildTheRowsThatHaveNoElementForIt() {
    Map<String, Transform> children = byId().others(orders().schema());
    RecordingTally items = RecordingTally.asked();
    RecordingTally discounts = RecordingTally.asked();
    RecordingTally tags = RecordingTally.asked();
    children.get("orders_items").apply(orders(), items);
    children.get("orders_items_discounts").apply(orders(), discounts);
    children.get("orders_tags").apply(orders(), tags);

    assertThat(items.filtered).isEqualTo(Map.of("null items", 0L, "empty items", 1L));
    assertThat(discounts.filtered)
        .isEqualTo(
            Map.of(
                "null items", 0L,
                "empty items", 1L,
                "null items.val.discounts", 0L,
                "empty items.val.discounts", 1L));
    assertThat(tags.filtered).isEqualTo(Map.of("null tags", 1L, "empty tags", 0L));
    assertThat(children.get("orders_tags").accounting()).isEqualTo(Accounting.FANS_OUT);
    assertThat(byId().main().accounting()).isEqualTo(Accounting.ROW_FOR_ROW);
    assertThat(List.of(byId().name(), byId().main().name(), children.get("orders_tags").name()))
        .containsOnly("relationalize");
  }

  @Test
  void givesEqualRowsChildrenOfTheirOwn() {
    Dataset<Row> rows =
        Rows.sql("SELECT array(1, 2) AS a, 'f' AS __sluice_file FROM range(3)").repartition(3);
    Fork.Branches tables = Relationalize.of("r").apply(rows);
    Dataset<Row> counts = child(tables, "r_a").groupBy("id").count();

    assertThat(tables.main().distinct().count()).isEqualTo(3);
    assertThat(counts.join(tables.main(), functions.expr("id = a")).select("count").collectAsList())
        .extracting(r -> r.getLong(0))
        .containsExactly(2L, 2L, 2L);
  }

  @Test
  void makesKeysThatDependOnNothingButTheValues() {
    String query =
        "SELECT id, timestamp_micros(id) AS t, map('a', timestamp_micros(id), 'b', NULL) AS m,"
            + " double('NaN') AS d, array(1) AS a FROM range(4)";
    String turned =
        query.replace(
            "map('a', timestamp_micros(id), 'b', NULL)",
            "map('b', NULL, 'a', timestamp_micros(id))");
    List<String> keys = keys(query, Relationalize.of("r"));

    assertThat(keys).doesNotHaveDuplicates().isEqualTo(keys(turned, Relationalize.of("r")));
    for (Relationalize r :
        List.of(Relationalize.of("r"), Relationalize.of("r").withKeys(List.of("t")))) {
      List<String> usual = keys(query, r);
      assertThat(usual).as("one microsecond apart").doesNotHaveDuplicates();
      assertThat(Rows.with("spark.sql.session.timeZone", "America/New_York", () -> keys(query, r)))
          .isEqualTo(usual);
      assertThat(Rows.with("spark.sql.ansi.enabled", "true", () -> keys(query, r)))
          .isEqualTo(usual);
    }
  }

  private static List<String> keys(String query, Relationalize r) {
    return Rows.of(r.apply(Rows.sql(query)).main().orderBy("id").select("a"));
  }

  @Test
  void flattensArraysOfArraysAndArraysInStructs() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT 1 AS k, array(array(1, 2), NULL, array()) AS m,"
                + " named_struct('s t', array(named_struct('a.b', 5))) AS `x``y`");
    Fork.Branches tables = Relationalize.of("r").withKeys(List.of("k")).apply(rows);

    assertThat(tables.main().columns()).containsExactly("k", "m", "x`y.s t");
    assertThat(tables.others().keySet()).containsExactly("r_m", "r_m_val", "r_x`y_s t");
    assertThat(child(tables, "r_m").columns()).containsExactly("id", "index", "m.val");
    assertThat(child(tables, "r_m_val").columns()).containsExactly("id", "index", "m.val.val");
    assertThat(Rows.of(child(tables, "r_m").selectExpr("index", "`m.val` IS NULL")))
        .containsExactly("[0,false]", "[1,true]", "[2,false]");
    assertThat(Rows.of(child(tables, "r_m_val").select("index", "`m.val.val`")))
        .containsExactly("[0,1]", "[1,2]");
    assertThat(child(tables, "r_x`y_s t").columns())
        .containsExactly("id", "index", "x`y.s t.val.a.b");
  }

  @Test
  void marksNullStructsWhenAsked() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT * FROM VALUES (1, named_struct('x', 1)), (2, named_struct('x', NULL)), (3, NULL)"
                + " AS t(k, s)");
    Dataset<Row> arrays =
        rows.selectExpr("1 AS k", "collect_list(s) OVER () AS l", "named_struct('y', k) AS n");
    Relationalize marked = Relationalize.of("r").withKeys(List.of("k")).withNullMarkers();

    assertThat(Rows.schema(marked.apply(rows).main()))
        .isEqualTo("k int, s.is_null boolean, s.x int");
    assertThat(Rows.of(marked.apply(rows).main()))
        .containsExactly("[1,false,1]", "[2,false,null]", "[3,true,null]");
    assertThat(Rows.of(Relationalize.of("r").apply(rows).main()))
        .containsExactly("[1,1]", "[2,null]", "[3,null]");
    assertThat(marked.apply(arrays).main().columns()).containsExactly("k", "l", "n.y");
    Dataset<Row> listed = Rows.sql("SELECT 1 AS k, array(named_struct('x', 1), NULL) AS l");
    assertThat(Rows.of(child(marked.apply(listed), "r_l").drop("id")))
        .containsExactly("[0,false,1]", "[1,true,null]");
  }

  @Test
  void isNarrowWithANaturalKeyAndShufflesOnceWithout() {
    Dataset<Row> rows = Rows.sql("SELECT id, array(id) AS a FROM range(10)");
    Relationalize natural = Relationalize.of("r").withKeys(List.of("id"));
    Relationalize whole = Relationalize.of("r");

    assertThat(Rows.physical(natural.apply(rows).main())).doesNotContain("Exchange");
    assertThat(Rows.physical(child(natural.apply(rows), "r_a"))).doesNotContain("Exchange");
    assertThat(Rows.occurrences(Rows.physical(whole.apply(rows).main()), "Exchange ")).isEqualTo(1);
    assertThat(Rows.occurrences(Rows.physical(child(whole.apply(rows), "r_a")), "Exchange "))
        .isEqualTo(1);
    assertThat(Rows.physical(whole.apply(rows.drop("a")).main()))
        .doesNotContain("Exchange")
        .doesNotContain("sha2");
  }

  @Test
  void refusesNamesThatWouldClash() {
    assertRefused(
        "SELECT named_struct('b', 1) AS a, 2 AS `a.b`",
        "Cannot relationalize into column: a.b (both `a`.`b` and `a.b` would be called that)");
    assertRefused(
        "SELECT named_struct('b', array(1)) AS a, array(2) AS a_B",
        "Cannot relationalize into table: r_a_B (both a.b and a_B would be called that)");
    assertThatThrownBy(
            () -> Relationalize.of("r").withKeys(List.of("kk")).apply(Rows.sql("SELECT 1 AS k")))
        .hasMessageContaining("Cannot make keys from column: kk (no such column among k). Did you");
  }

  private static void assertRefused(String query, String message) {
    assertThatThrownBy(() -> Relationalize.of("r").apply(Rows.sql(query)))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
