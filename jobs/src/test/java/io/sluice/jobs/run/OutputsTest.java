package io.sluice.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.jobs.TestSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several tables out of one pipeline. */
class OutputsTest {

  private static final String READ =
      "read: { sales: { path: raw/sales, format: json,"
          + " schema: \"id INT, amount INT, code STRING\" } }\n";

  private static final String SPLIT =
      READ
          + """
          steps:
            - filter: id <> 9
            - split_rows: { where: amount > 100, others: small }
          outputs: { small: cleaned.small }
          """;

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void writeSales() {
    lake = new Lake(folder);
    lake.write(
        "raw/sales/a.json",
        """
        {"id": 1, "amount": 150, "code": "7"}
        {"id": 2, "amount": 80, "code": "8"}
        {"id": 3, "amount": null, "code": "nine"}
        {"id": 9, "amount": 999, "code": "0"}
        {"id": "cut
        """);
  }

  private List<Integer> ids(String table) {
    return lake.table(table).select("id").collectAsList().stream()
        .map(row -> row.getInt(0))
        .sorted()
        .toList();
  }

  @Test
  void becomeTablesThatAreEachAccountedFor() {
    lake.pipeline("cleaned.large", SPLIT);

    List<Ledger> ledgers = lake.run();

    assertThat(ids("cleaned.large")).containsExactly(1);
    assertThat(ids("cleaned.small")).containsExactly(2, 3);
    assertThat(ledgers)
        .extracting(Ledger::table, Ledger::runId, Ledger::balanced, Ledger::totals)
        .containsExactly(
            tuple("cleaned.large", "run0", true, new Totals(5, 1, 1, 3, 0, 0, 0, 0)),
            tuple("cleaned.small", "run0.cleaned.small", true, new Totals(3, 2, 0, 1, 0, 0, 0, 0)));
    assertThat(ledgers.get(0).inputs())
        .extracting(Ledger.Input::name, Ledger.Input::rows, Ledger.Input::rejected)
        .containsExactly(tuple("sales", 5L, 1L));
    assertThat(ledgers.get(1).inputs())
        .extracting(Ledger.Input::name, Ledger.Input::rows, Ledger.Input::rejected)
        .containsExactly(tuple("filter", 3L, 0L));
    assertThat(ledgers.get(1).steps())
        .extracting(Ledger.StepCount::name, Ledger.StepCount::rowsIn, Ledger.StepCount::rowsOut)
        .containsExactly(tuple("small", 3L, 2L));
    assertThat(lake.files("lake/_sluice/runs"))
        .containsExactly("run0.cleaned.small.json", "run0.json");
    assertThat(lake.files("lake/_sluice/staging")).isEmpty();
    assertThat(lake.quarantine("cleaned.large").count()).isEqualTo(1);
    assertThat(lake.path("lake/_sluice/quarantine/cleaned/small")).doesNotExist();
  }

  @Test
  void areMadeFromTheSameRowsWhateverChance() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      many.append("{\"id\": %d, \"amount\": %d}\n".formatted(i, i));
    }
    lake.write("raw/sales/a.json", many.toString());
    lake.pipeline(
        "cleaned.heads",
        READ
            + """
            steps:
              - derive: { toss: rand() }
              - split_rows: { where: toss < 0.5, others: tails }
            outputs: { tails: cleaned.tails }
            """);

    lake.run();

    assertThat(Stream.concat(ids("cleaned.heads").stream(), ids("cleaned.tails").stream()).sorted())
        .isEqualTo(Stream.iterate(0, i -> i < 200, i -> i + 1).toList());
    assertThat(ids("cleaned.heads")).hasSizeBetween(20, 180);
  }

  @Test
  void goThroughStepsOfTheirOwn() {
    lake.pipeline(
        "cleaned.large",
        READ
            + """
            steps:
              - { split_rows: { where: amount > 100, others: small }, as: large }
              - { apply_mapping: [[id, int, id, int], [code, string, code, int]], from: small, as: typed }
              - { filter: id < 9, from: large }
            outputs: { typed: { table: cleaned.typed, partition_by: [code] } }
            """);

    List<Ledger> ledgers = lake.run();

    assertThat(ids("cleaned.large")).containsExactly(1);
    assertThat(ids("cleaned.typed")).containsExactly(2);
    assertThat(lake.files("lake/cleaned/typed")).allMatch(file -> file.startsWith("code=8/"));
    assertThat(ledgers.get(1).totals()).isEqualTo(new Totals(4, 1, 1, 2, 0, 0, 0, 0));
    Row caught = lake.quarantine("cleaned.typed").select("raw", "reasons", "source_file").head();
    assertThat(caught.getString(0)).isEqualTo("{\"id\": 3, \"amount\": null, \"code\": \"nine\"}");
    assertThat(caught.getList(1)).containsExactly("cast: code: not an int");
    assertThat(caught.getString(2)).endsWith("raw/sales/a.json");
    assertThat(lake.quarantine("cleaned.large").count()).as("the cut line").isEqualTo(1);
  }

  @Test
  void comeFromNamedResultsToo() {
    lake.pipeline(
        "cleaned.all",
        READ
            + """
            steps:
              - { filter: id < 3, as: few }
              - { filter: id >= 3, from: sales, as: many }
              - { union: { with: [many] }, from: few }
            outputs: { few: cleaned.few, many: cleaned.many }
            """);

    List<Ledger> ledgers = lake.run();

    assertThat(ids("cleaned.all")).containsExactly(1, 2, 3, 9);
    assertThat(ids("cleaned.few")).containsExactly(1, 2);
    assertThat(ids("cleaned.many")).containsExactly(3, 9);
    assertThat(ledgers).allMatch(Ledger::balanced);
  }

  @Test
  void areReadByPipelinesThatRunAfter() {
    lake.pipeline("cleaned.large", SPLIT);
    lake.pipeline("a.first", "read: { s: { table: cleaned.small } }\nsteps: [filter: id = 2]\n");

    assertThat(lake.run())
        .extracting(Ledger::table, Ledger::runId)
        .containsExactly(
            tuple("cleaned.large", "run0.cleaned.large"),
            tuple("cleaned.small", "run0.cleaned.small"),
            tuple("a.first", "run0.a.first"));
    assertThat(ids("a.first")).containsExactly(2);
    assertThat(lake.run("+a.first")).hasSize(3);
    assertThat(lake.run("cleaned.small")).hasSize(2);
  }

  @Test
  void arePublishedAllOrNone() {
    lake.pipeline("cleaned.large", SPLIT);
    lake.run();
    lake.write("raw/sales/a.json", "{\"id\": 5, \"amount\": 500}\n{\"id\": 6, \"code\": \"x\"}\n");
    lake.pipeline(
        "cleaned.large",
        READ
            + """
            steps:
              - { split_rows: { where: amount > 100, others: small }, as: large }
              - { apply_mapping: [[id, int, id, int], [code, string, code, int]], from: small, as: typed }
              - { filter: id < 9, from: large }
            outputs: { typed: cleaned.small }
            quarantine: { max_rows: 0 }
            """);

    List<Ledger> ledgers = lake.run();

    assertThat(ledgers).extracting(Ledger::status).containsExactly("stopped", "stopped");
    assertThat(ledgers.get(0).reason()).isEqualTo("cleaned.small was stopped");
    assertThat(ledgers.get(1).reason()).contains("quarantine.max_rows is 0");
    assertThat(ids("cleaned.large")).containsExactly(1);
    assertThat(ids("cleaned.small")).containsExactly(2, 3);
    assertThat(lake.files("lake/_sluice/staging")).isEmpty();
  }

  @Test
  void areNotStoredWhereFilesCouldNotHoldTheRows() {
    lake.pipeline(
        "cleaned.large",
        READ
            + """
            steps:
              - derive: { nothing: "NULL" }
              - { split_rows: { where: amount > 100, others: small }, as: large }
              - { drop_fields: [nothing], from: small, as: typed }
              - { drop_fields: [nothing], from: large }
            outputs: { typed: cleaned.small }
            """);

    assertThat(lake.run()).allMatch(Ledger::balanced);
    assertThat(ids("cleaned.large")).containsExactly(1, 9);
    assertThat(ids("cleaned.small")).containsExactly(2, 3);
  }

  @Test
  void readTheirSourceOnce() {
    lake.write("raw/sales/a.json", "{\"id\": 1, \"amount\": 150}\n{\"id\": 2}\n");
    lake.pipeline("cleaned.large", SPLIT);

    try (ScanWatch watch = new ScanWatch(TestSpark.session())) {
      lake.run();

      assertThat(watch.scans()).extracting(ScanWatch.Scan::rows).containsExactly(2L);
    }
  }

  @Test
  void areRefusedWhereNoStepGivesThem() {
    lake.pipeline("cleaned.large", SPLIT.replace("{ small: cleaned", "{ smal: cleaned"));

    assertThatThrownBy(() -> lake.run())
        .hasMessageContaining("Cannot write result: smal (no step gives it).");
  }

  @Test
  void areAskedForWhereTheirRowsWouldBeLost() {
    lake.pipeline("cleaned.large", SPLIT.substring(0, SPLIT.indexOf("outputs")));

    assertThatThrownBy(() -> lake.run())
        .hasMessageContaining("Cannot leave result: small (no table and no later step takes")
        .hasMessageContaining("outputs: { small: <database>.<table> }");
  }

  @Test
  void haveTablesOfTheirOwn() {
    lake.pipeline("cleaned.large", SPLIT);
    lake.pipeline("cleaned.small", READ);

    assertThatThrownBy(() -> lake.run())
        .hasMessageContaining("Cannot make table: cleaned.small")
        .hasMessageContaining("makes it already");
  }
}
