package io.sluice.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.TestSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that rows change: modes merge and history, batch by batch. */
class ChangesRunTest {

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void project() {
    lake = new Lake(folder);
  }

  private void pipeline(String table, String load, String more) {
    lake.pipeline(
        table,
        """
        read: { changes: { path: raw/changes, format: csv, options: { header: "true" }, schema: "Op STRING, ts INT, id INT, v STRING" } }
        load: %s
        write: { format: delta, keys: [id], order_by: [ts], delete_when: "Op = 'D'", drop_fields: [Op, ts], %s }
        """
            .formatted(load, more));
  }

  private void file(String name, List<String> lines) {
    lake.write("raw/changes/" + name, "Op,ts,id,v\n" + String.join("\n", lines) + "\n");
  }

  private Ledger run(String table) {
    Ledger ledger = lake.run(table).get(0);
    assertThat(ledger.reason()).isIn("", Ledger.NOTHING_NEW);
    assertThat(ledger.balanced()).isTrue();
    return ledger;
  }

  private List<String> rows(String table) {
    Dataset<Row> rows =
        TestSpark.session()
            .read()
            .format("delta")
            .load(lake.path("lake/" + table.replace('.', '/')).toString());
    return rows.collectAsList().stream().map(Row::toString).sorted().toList();
  }

  @Test
  void showsTheTableAsItIsNow() {
    pipeline("cleaned.now", "incremental", "mode: merge");
    file("1.csv", List.of("I,1,1,joe", "I,1,2,jack", "I,1,3,jim"));
    run("cleaned.now");
    assertThat(rows("cleaned.now")).containsExactly("[1,joe]", "[2,jack]", "[3,jim]");
    file("2.csv", List.of("U,2,1,joey", "D,2,2,", "U,3,1,joseph", "I,2,4,new"));
    Ledger second = run("cleaned.now");

    assertThat(rows("cleaned.now")).containsExactly("[1,joseph]", "[3,jim]", "[4,new]");
    assertThat(second.totals().deduplicated()).isEqualTo(1);

    file("late.csv", List.of("U,1,2,too late", "I,0,4,too late", "I,4,2,back"));
    Ledger third = run("cleaned.now");
    assertThat(rows("cleaned.now")).containsExactly("[1,joseph]", "[2,back]", "[3,jim]", "[4,new]");
    assertThat(third.steps().get(0).counts()).containsEntry("superseded", 1L);
  }

  @Test
  void keepsTheVersionsOfEachRow() {
    pipeline("cleaned.then", "incremental", "mode: history");
    file("1.csv", List.of("I,1,1,joe", "I,1,2,jack"));
    run("cleaned.then");
    file("2.csv", List.of("U,5,1,joey", "D,4,2,"));
    run("cleaned.then");
    file("3.csv", List.of("U,3,1,late", "I,9,2,back"));
    run("cleaned.then");

    assertThat(rows("cleaned.then"))
        .containsExactly(
            "[1,joe,1,3,false]",
            "[1,joey,5,null,true]",
            "[1,late,3,5,false]",
            "[2,back,9,null,true]",
            "[2,jack,1,4,false]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"merge", "history"})
  void keepsChangesWithoutAKeyInQuarantine(String mode) {
    pipeline("cleaned.now", "incremental", "mode: " + mode);
    file("1.csv", List.of("I,1,1,joe", "I,1,,nobody", "I,one,2,broken"));
    Ledger first = run("cleaned.now");
    file("2.csv", List.of("U,2,1,joey", "D,2,,"));
    Ledger second = run("cleaned.now");

    assertThat(first.quarantined())
        .containsOnly(Map.entry(mode + ": id", 1L), Map.entry("wrong type: ts", 1L));
    assertThat(second.totals().rejected()).isEqualTo(1);
    assertThat(lake.quarantine("cleaned.now").count()).isEqualTo(3);
    assertThat(rows("cleaned.now")).hasSize(mode.equals("merge") ? 1 : 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mode: merge", "mode: history", "mode: history, close_missing: true"})
  void givesTheSameTableHoweverChangesAreDividedAndOrdered(String mode) {
    for (int seed = 0; seed < 2; seed++) {
      Random random = new Random(seed);
      List<String> changes = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        String op = List.of("I", "U", "U", "D").get(random.nextInt(4));
        changes.add(
            "%s,%d,%d,v%d".formatted(op, random.nextInt(12), random.nextInt(6), random.nextInt(4)));
      }
      String one = "cleaned.batches%d".formatted(seed);
      String all = "cleaned.all%d".formatted(seed);
      lake = new Lake(folder.resolve("lake" + seed));
      pipeline(one, "incremental", mode);
      pipeline(all, "full", mode);
      Collections.shuffle(changes, random);
      int from = 0;
      while (from < changes.size()) {
        int to = Math.min(changes.size(), from + 1 + random.nextInt(25));
        file(from + ".csv", changes.subList(from, to));
        if (random.nextInt(3) == 0) {
          file(from + "-again.csv", changes.subList(0, to));
        }
        run(one);
        from = to;
      }
      run(all);

      assertThat(rows(one)).as("seed %d", seed).isEqualTo(rows(all)).isNotEmpty();
    }
  }

  @Test
  void passesChangesOnToTheNextTable() {
    lake.pipeline(
        "cleaned.now",
        """
        read: { changes: { path: raw/changes, format: csv, options: { header: "true" }, schema: "Op STRING, ts INT, id INT, v STRING" } }
        load: incremental
        write: { format: delta, mode: merge, keys: [id], order_by: [ts], delete_when: "Op = 'D'", drop_fields: [Op, ts],
                 properties: { delta.enableChangeDataFeed: "true" } }
        """);
    lake.pipeline(
        "curated.copy",
        """
        read: { now: { table: cleaned.now, changes: true } }
        load: incremental
        steps: [ { derive: { big: upper(v) } } ]
        write: { format: delta, mode: merge, keys: [id], order_by: [_commit_version],
                 delete_when: "_change_type = 'delete'",
                 drop_fields: [_change_type, _commit_version, _commit_timestamp, v] }
        """);
    lake.pipeline(
        "curated.sums",
        """
        read: { now: { table: cleaned.now } }
        load: incremental
        steps: [ { aggregate: { group_by: [v], values: { n: count(*) } } } ]
        write: { format: delta, mode: overwrite_partitions, partition_by: [v] }
        """);
    file("1.csv", List.of("I,1,1,a", "I,1,2,a", "I,1,3,b", "I,1,4,c"));
    all();
    assertThat(rows("curated.copy")).containsExactly("[1,A]", "[2,A]", "[3,B]", "[4,C]");
    assertThat(rows("curated.sums")).containsExactly("[a,2]", "[b,1]", "[c,1]");

    file("2.csv", List.of("U,2,2,b", "D,2,3,", "I,2,5,a"));
    List<Ledger> ledgers = all();

    assertThat(rows("curated.copy")).containsExactly("[1,A]", "[2,B]", "[4,C]", "[5,A]");
    assertThat(rows("curated.sums")).containsExactly("[a,2]", "[b,1]", "[c,1]");
    assertThat(ledgers.get(1).totals().rowsIn()).as("changes").isEqualTo(3);
    assertThat(ledgers.get(2).totals().rowsIn()).as("rows of a and b").isEqualTo(3);
    assertThat(all()).extracting(Ledger::reason).containsOnly("nothing new");
  }

  private List<Ledger> all() {
    List<Ledger> ledgers = lake.run();
    assertThat(ledgers).extracting(Ledger::reason).containsAnyOf("", "nothing new");
    assertThat(ledgers).allMatch(Ledger::succeeded);
    return ledgers;
  }
}
