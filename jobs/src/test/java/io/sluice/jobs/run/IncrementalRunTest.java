package io.sluice.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads that read what no earlier run has processed. */
class IncrementalRunTest {

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void project() {
    lake = new Lake(folder);
  }

  private void appending(String format) {
    lake.pipeline(
        "cleaned.log",
        """
        read: { rows: { path: raw/rows, format: json, schema: "id INT, day STRING" } }
        load: incremental
        steps: [ { filter: id > 0 } ]
        write: { format: %s, mode: append }
        """
            .formatted(format));
  }

  private void file(String name, int... ids) {
    StringBuilder text = new StringBuilder();
    for (int id : ids) {
      text.append("{\"id\": %d, \"day\": \"d%d\"}\n".formatted(id, id % 3));
    }
    lake.write("raw/rows/" + name, text.toString());
  }

  private Ledger run() {
    List<Ledger> ledgers = lake.run("cleaned.log");
    assertThat(ledgers).hasSize(1);
    assertThat(ledgers.get(0).reason()).isIn("", Ledger.NOTHING_NEW);
    assertThat(ledgers.get(0).balanced()).isTrue();
    return ledgers.get(0);
  }

  private List<Integer> ids(String format) {
    return TestSpark.session()
        .read()
        .format(format)
        .load(lake.path("lake/cleaned/log").toString())
        .select("id")
        .collectAsList()
        .stream()
        .map((Row row) -> row.getInt(0))
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "delta"})
  void readsOnlyNewFilesAndEachOnce(String format) {
    appending(format);
    file("a.json", 1, 2);
    assertThat(run().totals().rowsIn()).isEqualTo(2);
    file("b.json", 3, -4);
    file("c.json", 5);

    Ledger second = run();

    assertThat(second.totals().rowsIn()).isEqualTo(3);
    assertThat(second.inputs().get(0).files()).isEqualTo(2);
    assertThat(second.load()).isEqualTo("incremental");
    assertThat(ids(format)).containsExactly(1, 2, 3, 5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "delta"})
  void writesNothingAtAllWhereNothingIsNew(String format) {
    appending(format);
    file("a.json", 1, 2);
    run();
    List<String> before = lake.files("lake");

    Ledger second = run();

    assertThat(second.reason()).isEqualTo("nothing new");
    assertThat(lake.files("lake")).isEqualTo(before);
  }

  @Test
  void processesAFileAgainThatWasRewrittenInPlace() {
    appending("parquet");
    file("a.json", 1, 2);
    file("b.json", 3);
    run();
    file("a.json", 1, 2, 7);

    assertThat(run().totals().rowsIn()).isEqualTo(3);
    assertThat(ids("parquet")).containsExactly(1, 1, 2, 2, 3, 7);
  }

  @Test
  void doesNotGoByClocks() throws IOException {
    appending("parquet");
    file("a.json", 1);
    run();
    file("late.json", 2);
    Files.setLastModifiedTime(
        lake.path("raw/rows/late.json"), FileTime.from(Instant.parse("1999-01-01T00:00:00Z")));
    file("ahead.json", 3);
    Files.setLastModifiedTime(
        lake.path("raw/rows/ahead.json"), FileTime.from(Instant.parse("2999-01-01T00:00:00Z")));
    run();
    file("now.json", 4);
    run();

    assertThat(ids("parquet")).containsExactly(1, 2, 3, 4);
    assertThat(run().reason()).isEqualTo("nothing new");
  }

  @Test
  void keepsTheRowsOfInputsThatWereDeleted() throws IOException {
    appending("parquet");
    file("a.json", 1);
    file("b.json", 2);
    run();
    Files.delete(lake.path("raw/rows/a.json"));
    Files.delete(lake.path("raw/rows/b.json"));

    assertThat(run().reason()).isEqualTo("nothing new");
    file("c.json", 3);
    run();
    assertThat(ids("parquet")).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "delta"})
  void changesNothingWhenTheLastBatchIsNotKnownToBeDone(String format) throws IOException {
    appending(format);
    file("a.json", 1, 2);
    run();
    file("b.json", 3);
    run();
    Files.delete(lake.path("lake/_sluice/bookmarks/cleaned.log/00000002.done"));

    run();
    assertThat(ids(format)).containsExactly(1, 2, 3);
    file("c.json", 4);
    run();
    assertThat(ids(format)).containsExactly(1, 2, 3, 4);
    assertThat(run().reason()).isEqualTo("nothing new");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "delta"})
  void makesTheTableAnewWhenAskedTo(String format) throws IOException {
    appending(format);
    file("a.json", 1, 2);
    run();
    file("b.json", 3);
    run();
    Files.delete(lake.path("raw/rows/a.json"));

    lake.full(true);
    run();
    lake.full(false);

    assertThat(ids(format)).containsExactly(3);
    assertThat(run().reason()).isEqualTo("nothing new");
    file("c.json", 4);
    run();
    assertThat(ids(format)).containsExactly(3, 4);
  }

  @Test
  void refusesToGoOnWhereTheTableIsGone() throws IOException {
    appending("delta");
    file("a.json", 1);
    run();
    for (String file : lake.files("lake/cleaned/log")) {
      Files.delete(lake.path("lake/cleaned/log/" + file));
    }
    file("b.json", 2);

    Ledger ledger = lake.run("cleaned.log").get(0);

    assertThat(ledger.status()).isEqualTo("failed");
    assertThat(ledger.reason())
        .startsWith("Cannot load incrementally: cleaned.log (the table is gone")
        .contains("--full");
  }

  @Test
  void makesOnlyTouchedPartitionsAnewAndFromAllTheirRows() {
    lake.pipeline(
        "cleaned.log",
        """
        read: { rows: { path: raw/rows, format: json, schema: "id INT, day STRING" } }
        load: incremental
        steps:
          - aggregate: { group_by: [day], values: { id: "cast(sum(id) as int)" } }
        write: { mode: overwrite_partitions, partition_by: [day] }
        """);
    file("a.json", 1, 2, 3);
    run();
    List<String> before = lake.files("lake/cleaned/log");
    file("b.json", 4);
    Ledger second = run();

    assertThat(ids("parquet")).containsExactly(2, 3, 5);
    assertThat(second.totals().rowsIn()).as("the new row and that of its partition").isEqualTo(2);
    assertThat(second.output().partitions()).containsExactly("day=d1");
    assertThat(lake.files("lake/cleaned/log"))
        .filteredOn(file -> !file.startsWith("day=d1"))
        .isEqualTo(before.stream().filter(file -> !file.startsWith("day=d1")).toList());
  }

  @Test
  void refusesToPutFilesInThePlaceOfADeltaTable() {
    appending("delta");
    file("a.json", 1);
    run();
    appending("parquet");
    file("b.json", 2);

    Ledger ledger = lake.run("cleaned.log").get(0);

    assertThat(ledger.reason())
        .startsWith("Cannot write table: cleaned.log (format is parquet, and there is a Delta");
    assertThat(ids("delta")).containsExactly(1);
  }

  @Test
  void remembersAllFilesThroughManyBatches() {
    appending("parquet");
    for (int id = 1; id <= 40; id++) {
      file(id + ".json", id);
      run();
    }

    assertThat(run().reason()).isEqualTo("nothing new");
    assertThat(ids("parquet")).hasSize(40).doesNotHaveDuplicates();
    assertThat(lake.files("lake/_sluice/bookmarks/cleaned.log")).hasSizeLessThan(80);
  }
}
