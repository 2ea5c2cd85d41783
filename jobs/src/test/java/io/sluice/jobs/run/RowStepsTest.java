package io.sluice.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps that change how many rows there are: whether a run can account for what they do. */
class RowStepsTest {

  @TempDir Path folder;
  private Lake lake;

  @BeforeEach
  void lake() {
    lake = new Lake(folder);
  }

  private static String read(String name, String schema) {
    return "  %s: { path: raw/%s, format: json, schema: \"%s\" }\n".formatted(name, name, schema);
  }

  @Test
  void currentStateCountsVersionsAndDeletesAndQuarantinesWhatItCannotPlace() {
    lake.write(
        "raw/users/a.json",
        """
        {"Op": "I", "id": 1, "name": "joe"}
        {"Op": "I", "id": 2, "name": "jack"}
        {"Op": "U", "ts": 5, "id": 1, "name": "Joe"}
        {"Op": "D", "ts": 6, "id": 2}
        {"Op": "?", "ts": 7, "id": 1}
        {"Op": "I", "ts": 8, "name": "nobody"}
        """);
    lake.pipeline(
        "cleaned.users",
        "read:\n"
            + read("users", "Op STRING, ts INT, id INT, name STRING")
            + "steps: [ { current_state: { keys: [id], time: ts } } ]\n");

    Ledger ledger = lake.run().get(0);

    assertThat(ledger.totals()).isEqualTo(new Totals(6, 1, 2, 1, 2, 0, 0, 0));
    assertThat(ledger.steps().get(0).counts())
        .isEqualTo(Map.of("rejected", 2L, "deduplicated", 2L, "deleted", 1L));
    assertThat(lake.table("cleaned.users").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[1,Joe]");
    assertThat(lake.quarantine("cleaned.users").orderBy("raw").collectAsList())
        .extracting(row -> row.getAs("raw") + " " + row.getList(row.fieldIndex("reasons")))
        .containsExactly(
            "{\"Op\": \"?\", \"ts\": 7, \"id\": 1} [current_state: Op: unknown operation]",
            "{\"Op\": \"I\", \"ts\": 8, \"name\": \"nobody\"} [current_state: id: null key]");
  }

  @Test
  void keepLatestCountsTiesApart() {
    lake.write(
        "raw/customers/a.json",
        """
        {"id": 1, "ts": 1, "v": "a"}
        {"id": 1, "ts": 2, "v": "b"}
        {"id": 1, "ts": 2, "v": "c"}
        {"id": 2, "ts": 1, "v": "d"}
        """);
    lake.pipeline(
        "cleaned.customers",
        "read:\n"
            + read("customers", "id INT, ts INT, v STRING")
            + "steps: [ { keep_latest: { keys: [id], order_by: [ts] } } ]\n");

    Ledger ledger = lake.run().get(0);

    assertThat(ledger.totals()).isEqualTo(new Totals(4, 2, 0, 0, 2, 0, 0, 0));
    assertThat(ledger.steps().get(0).counts())
        .isEqualTo(Map.of("deduplicated", 1L, "tie on ts", 1L));
    assertThat(lake.table("cleaned.customers").count()).isEqualTo(2);
  }

  @Test
  void explodeLookupAndMergeBalanceInOneRun() {
    lake.write(
        "raw/departments/a.json",
        """
        {"dep": "fr", "users": ["ann", "bob"]}
        {"dep": "no", "users": ["eve"]}
        {"dep": "it", "users": []}
        {"dep": "de", "users": null}
        """);
    lake.write("raw/codes/a.json", "{\"dep\": \"fr\", \"name\": \"France\"}\n");
    lake.write(
        "raw/late/a.json",
        """
        {"dep": "fr", "users": "ann", "name": "Paris"}
        {"dep": "se", "users": "liv", "name": "Sweden"}
        """);
    lake.pipeline(
        "cleaned.users",
        "read:\n"
            + read("departments", "dep STRING, users ARRAY<STRING>")
            + read("codes", "dep STRING, name STRING")
            + read("late", "dep STRING, users STRING, name STRING")
            + """
            steps:
              - explode: users
              - lookup: { in: codes, on: dep, on_miss: reject }
              - filter: users IS NOT NULL
                from: late
                as: updates
              - merge_frames: { with: updates, keys: [dep, users] }
                from: looked_up
            """
                .replace("on_miss: reject }\n", "on_miss: reject }\n    as: looked_up\n"));

    Ledger ledger = lake.run().get(0);

    assertThat(ledger.totals().balanced()).isTrue();
    assertThat(ledger.steps())
        .extracting(s -> s.counts())
        .containsExactly(
            Map.of("null users", 1L, "empty users", 1L, "fan_out", 1L),
            Map.of("rejected", 1L),
            Map.of(),
            Map.of("replaced", 1L, "union", 2L));
    assertThat(lake.table("cleaned.users").collectAsList())
        .extracting(Row::toString)
        .containsExactlyInAnyOrder("[fr,bob,France]", "[fr,ann,Paris]", "[se,liv,Sweden]");
    assertThat(lake.quarantine("cleaned.users").select("raw").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("{\"dep\": \"no\", \"users\": [\"eve\"]}");
  }

  @Test
  void relationalizeWritesItsTablesAndAccountsForEach() {
    lake.write(
        "raw/orders/a.json",
        """
        {"id": 1, "items": [{"sku": "a", "codes": ["x", "y"]}, {"sku": "b"}]}
        {"id": 2, "items": []}
        {"id": 2, "items": []}
        """);
    lake.pipeline(
        "cleaned.orders",
        "read:\n"
            + read("orders", "id INT, items ARRAY<STRUCT<sku: STRING, codes: ARRAY<STRING>>>")
            + """
            steps: [ { relationalize: orders } ]
            outputs:
              orders_items: cleaned.orders_items
              orders_items_codes: cleaned.orders_items_codes
            """);

    List<Ledger> ledgers = lake.run();

    assertThat(ledgers).allMatch(l -> l.totals().balanced());
    assertThat(lake.table("cleaned.orders").count()).isEqualTo(3);
    assertThat(lake.table("cleaned.orders").select("items").distinct().count()).isEqualTo(3);
    assertThat(
            lake.table("cleaned.orders")
                .join(lake.table("cleaned.orders_items").withColumnRenamed("id", "key"))
                .where("items = key")
                .select("id", "index", "`items.val.sku`")
                .orderBy("index")
                .collectAsList())
        .extracting(Row::toString)
        .containsExactly("[1,0,a]", "[1,1,b]");
    assertThat(lake.table("cleaned.orders_items_codes").count()).isEqualTo(2);
  }

  @Test
  void fetchesTheRejectsOfAFieldDeepInAStruct() {
    lake.write(
        "raw/orders/a.json",
        """
        {"id": 1, "customer": {"age": 30, "code": "17", "name": "ann"}}
        {"id": 2, "customer": {"age": 40, "code": "x", "name": "18"}}
        """);
    lake.pipeline(
        "cleaned.orders",
        "read:\n"
            + read("orders", "id INT, customer STRUCT<age: INT, code: STRING, name: STRING>")
            + "steps: [ { apply_mapping: [ [id, id], [customer.code, string, code, int] ] } ]\n");

    Ledger ledger = lake.run().get(0);

    assertThat(ledger.totals()).isEqualTo(new Totals(2, 1, 1, 0, 0, 0, 0, 0));
    assertThat(lake.quarantine("cleaned.orders").collectAsList())
        .extracting(row -> row.getAs("raw") + " " + row.getList(row.fieldIndex("reasons")))
        .containsExactly(
            "{\"id\": 2, \"customer\": {\"age\": 40, \"code\": \"x\", \"name\": \"18\"}}"
                + " [cast: customer.code: not an int]");
  }

  @Test
  void saysWhyRejectsCannotBeFetchedThatAreOthersOnEachReading() {
    lake.write("raw/days/a.json", "{\"id\": 1}\n");
    lake.pipeline(
        "cleaned.days",
        "read:\n"
            + read("days", "id INT")
            + """
            steps:
              - derive: { n: "sequence(1, 100000)" }
              - explode: n
              - validate: { checks: { c: "n * 10 > unix_micros(current_timestamp()) % 1000000" } }
            """);

    Ledger ledger = lake.run().get(0);

    assertThat(ledger.status()).isEqualTo(Ledger.FAILED);
    assertThat(ledger.reason())
        .contains("quarantine holds")
        .contains("A step before them gives something else whenever it is asked, such as rand()");
  }
}
