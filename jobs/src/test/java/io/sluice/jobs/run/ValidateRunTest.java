package io.sluice.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.jobs.pipeline.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows that break a contract's rules land in quarantine as they were read, and are accounted for.
 */
class ValidateRunTest {

  private static final String SCHEMA = "schema: \"id INT, qty STRING, who STRING, day DATE\"";
  private static final String READ =
      "read: { orders: { path: raw/orders, format: json, " + SCHEMA + " } }\n";

  private static final String GOOD = "{\"id\": 1, \"qty\": \"5\", \"who\": \"ann\"}";
  private static final String BAD = "{\"id\":2,  \"qty\": \"500\", \"who\": \"nobody\"}";
  private static final String UGLY = "{\"qty\": \"many\", \"who\": \"bob\"}";

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void writeOrders() {
    lake = new Lake(folder);
    lake.write("raw/orders/a.json", GOOD + "\n" + BAD + "\n")
        .write("raw/orders/b.json", UGLY + "\n")
        .write(
            "schemas/cleaned/orders.yaml",
            """
            apiVersion: v3.0.2
            kind: DataContract
            id: cleaned.orders
            version: 1.0.0
            status: active
            schema:
              - name: orders
                properties:
                  - { name: id, physicalType: int, required: true }
                  - { name: qty, physicalType: int, logicalTypeOptions: { maximum: 100 } }
                  - name: who
                    logicalType: string
                    logicalTypeOptions: { maxLength: 5 }
                    quality: [ { rule: validValues, validValues: [ann, bob, eve] } ]
            """);
  }

  private Ledger run(String rest) {
    lake.pipeline("cleaned.orders", READ + rest);
    Ledger ledger = lake.run().get(0);
    assertThat(ledger.reason()).isNotEqualTo("the books do not balance");
    return ledger;
  }

  /** From the text of each quarantined record to its reasons. */
  private Map<String, List<String>> quarantined() {
    Map<String, List<String>> all = new TreeMap<>();
    for (Row row : lake.quarantine("cleaned.orders").collectAsList()) {
      assertThat(all.put(row.getAs("raw"), row.getList(row.fieldIndex("reasons")))).isNull();
    }
    return all;
  }

  @Test
  void quarantinesEachRowOnceWithItsTextAndAllItsReasons() {
    Ledger ledger = run("steps: [ { validate: cleaned.orders } ]\n");

    assertThat(ledger.status()).isEqualTo(Ledger.SUCCEEDED);
    assertThat(ledger.balanced()).isTrue();
    assertThat(ledger.totals()).isEqualTo(new Totals(3, 1, 2, 0, 0, 0, 0, 0));
    assertThat(ledger.steps())
        .containsExactly(
            new Ledger.StepCount("validate", "validate", 3, 1, Map.of("rejected", 2L)));
    assertThat(quarantined())
        .isEqualTo(
            Map.of(
                BAD,
                List.of(
                    "range: qty: above 100", "length: who: above 5", "enum: who: not in the list"),
                UGLY,
                List.of("required: id", "type: qty: not an int")));
    assertThat(ledger.quarantined())
        .isEqualTo(
            Map.of(
                "range: qty", 1L,
                "length: who", 1L,
                "enum: who", 1L,
                "required: id", 1L,
                "type: qty", 1L));
    assertThat(lake.table("cleaned.orders").select("id", "qty").collectAsList())
        .singleElement()
        .hasToString("[1,5]");
  }

  @Test
  void stopsAboveTheLimitAndKeepsTheRejectsAllTheSame() {
    Ledger ledger = run("steps: [ { validate: cleaned.orders } ]\nquarantine: { max_rows: 1 }\n");

    assertThat(ledger.status()).isEqualTo(Ledger.STOPPED);
    assertThat(ledger.reason()).isEqualTo("rejected 2 of 3 rows; quarantine.max_rows is 1");
    assertThat(lake.files("lake/cleaned/orders")).isEmpty();
    assertThat(quarantined()).containsOnlyKeys(BAD, UGLY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop_duplicates:",
        "drop_duplicates: { keys: [id, who], order_by: [day] }",
        "keep_latest: { keys: [id, who], order_by: [day] }",
        "join: { with: days, type: left, on: day }",
        "derive: { twice: id * 2 }",
      })
  void findsTheTextOfARowThroughTheStepsBefore(String step) {
    lake.write("raw/days/d.json", "{\"day\": \"2024-01-01\", \"name\": \"Monday\"}\n");
    String days =
        step.contains("days")
            ? "  days: { path: raw/days, format: json, schema: \"day DATE, name STRING\" }\n"
            : "";
    lake.pipeline(
        "cleaned.orders",
        "read:\n  orders: { path: raw/orders, format: json, "
            + SCHEMA
            + " }\n"
            + days
            + "steps:\n  - "
            + step
            + "\n  - validate: cleaned.orders\n");

    Ledger ledger = lake.run().get(0);

    assertThat(ledger.balanced()).isTrue();
    assertThat(ledger.totals().rejected()).isEqualTo(2);
    assertThat(quarantined()).containsOnlyKeys(BAD, UGLY);
  }

  @Test
  void doesNotQuarantineWhatAnotherFilesRowHadReplaced() {
    lake.write(
            "raw/orders/a.json",
            "{\"id\": 1, \"qty\": \"999\", \"who\": \"ann\", \"day\": \"2024-01-01\"}\n"
                + BAD
                + "\n")
        .write(
            "raw/orders/b.json",
            "{\"id\": 1, \"qty\": \"9\", \"who\": \"ann\", \"day\": \"2024-01-02\"}\n");

    Ledger ledger =
        run(
            """
            steps:
              - keep_latest: { keys: [id], order_by: [day] }
              - validate: cleaned.orders
            """);

    assertThat(ledger.totals()).isEqualTo(new Totals(3, 1, 1, 0, 1, 0, 0, 0));
    assertThat(quarantined()).containsOnlyKeys(BAD);
  }

  @Test
  void quarantinesAllRowsOfARepeatedKeyThoughTheyStandInSeveralFiles() {
    lake.write("raw/orders/b.json", GOOD.replace("ann", "eve") + "\n");

    Ledger ledger = run("steps: [ { validate: { unique: [id] } } ]\n");

    assertThat(ledger.totals()).isEqualTo(new Totals(3, 1, 2, 0, 0, 0, 0, 0));
    assertThat(quarantined())
        .isEqualTo(
            Map.of(GOOD, List.of("unique: id"), GOOD.replace("ann", "eve"), List.of("unique: id")));
  }

  @Test
  void looksForReferencesInAllRowsAlsoWhenItGoesBackForTheText() {
    lake.write("raw/people/good.json", "{\"name\": \"ann\", \"age\": 3}\n")
        .write("raw/people/bad.json", "{\"name\": \"eve\", \"age\": -3}\n");
    lake.pipeline(
        "cleaned.orders",
        "read:\n  people: { path: raw/people, format: json, schema: \"name STRING, age INT\" }\n"
            + "  orders: { path: raw/orders, format: json, "
            + SCHEMA
            + " }\n"
            + """
            steps:
              - validate: { columns: { age: { min: 0 } } }
                as: known
              - validate: { references: { who: known.name } }
                from: orders
            """);

    Ledger ledger = lake.run().get(0);

    assertThat(ledger.balanced()).isTrue();
    assertThat(quarantined())
        .isEqualTo(
            Map.of(
                "{\"name\": \"eve\", \"age\": -3}",
                List.of("range: age: below 0"),
                BAD,
                List.of("references: who: not in known.name"),
                UGLY,
                List.of("references: who: not in known.name")));
    assertThat(ledger.totals().rejected()).isEqualTo(3);
  }

  @Test
  void keepsTheWholeRecordOfARowThatWasOneOfSeveralMadeOfIt() {
    String record = "{\"who\": \"ann\",  \"tags\": [\"a\", \"too long\", \"b\"]}";
    lake.write("raw/tags/t.json", record + "\n");
    lake.pipeline(
        "cleaned.orders",
        """
        read:
          tags: { path: raw/tags, format: json, schema: "who STRING, tags ARRAY<STRING>" }
        steps:
          - explode: { column: tags, into: tag }
          - validate: { columns: { tag: { max_length: 3 } } }
        """);

    Ledger ledger = lake.run().get(0);

    assertThat(ledger.totals()).isEqualTo(new Totals(1, 2, 1, 0, 0, 0, 0, 2));
    assertThat(quarantined()).isEqualTo(Map.of(record, List.of("length: tag: above 3")));
  }

  @Test
  void quarantinesRowsOfAGroupAsTheJsonOfTheirColumns() {
    Ledger ledger =
        run(
            """
            steps:
              - aggregate: { group_by: [who], values: { n: max(id) } }
              - validate: { columns: { n: { max: 1 } } }
            """);

    assertThat(ledger.totals()).isEqualTo(new Totals(3, 2, 1, 0, 0, 0, 0, 0));
    assertThat(quarantined())
        .isEqualTo(Map.of("{\"who\":\"nobody\",\"n\":2}", List.of("range: n: above 1")));
  }

  @Test
  void tellsBeforeARunWhatTheRowsDoNotHave() {
    lake.pipeline(
        "cleaned.orders",
        READ + "steps: [ { rename_field: { who: whom } }, { validate: cleaned.orders } ]\n");

    assertThatThrownBy(() -> lake.run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cleaned/orders.yaml:3")
        .hasMessageContaining("steps[1].validate")
        .hasMessageContaining("Cannot validate column: who (no such column among")
        .hasMessageContaining("Did you mean whom?");
  }
}
