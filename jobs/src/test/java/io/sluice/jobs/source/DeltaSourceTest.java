package io.sluice.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.tables.DeltaTable;
import io.sluice.jobs.TestSpark;
import io.sluice.jobs.pipeline.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeltaSourceTest {

  private static final SparkSession SPARK = TestSpark.session();

  @TempDir private Path folder;
  private String table;

  @BeforeEach
  void nameTable() {
    table = folder.resolve("a b/tä").toString();
  }

  @Test
  void readsTheVersionThatItWasOpenedWith() {
    append("SELECT 1 AS id");
    DeltaSource source = open();
    append("SELECT 2 AS id");
    DeltaTable.forPath(SPARK, table).delete("id = 1");

    assertThat(shown(source)).containsExactly("[1]");
    assertThat(source.version()).isZero();
    assertThat(source.files()).hasSize(1);
    assertThat(shown(open())).containsExactly("[2]");
  }

  @Test
  void filesAndRowsNameTheSameFiles() {
    append(
        "SELECT id, CASE WHEN id % 3 = 0 THEN 'x=/ y%' WHEN id % 3 = 1 THEN 'ü' END AS p"
            + " FROM range(9)",
        "p");
    DeltaSource source = open();

    List<String> named =
        source
            .rows(Set.of(Hidden.FILE))
            .select(Hidden.FILE.column())
            .distinct()
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();

    assertThat(named)
        .containsExactlyInAnyOrderElementsOf(source.files().stream().map(SourceFile::uri).toList());
    assertThat(source.files())
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(
            file -> {
              assertThat(file.bytes())
                  .isEqualTo(Files.size(Path.of(file.path().toUri().getPath())));
              assertThat(file.modifiedMillis()).isPositive();
            });
    String one = source.files().get(0).uri();
    assertThat(source.only(Set.of(one)).files()).extracting(SourceFile::uri).containsExactly(one);
    assertThat(
            source.only(Set.of(one)).rows(Set.of(Hidden.FILE)).collectAsList().stream()
                .map(row -> row.getString(2)))
        .isNotEmpty()
        .allMatch(one::equals);
  }

  @Test
  void aPredicateLeavesOutFilesThatCannotHoldSuchRows() {
    append("SELECT id, id % 2 AS p FROM range(10)", "p");
    append("SELECT id + 100 AS id, id % 2 AS p FROM range(10)", "p");

    DeltaSource source = open("p = 1 AND id > 105");

    assertThat(source.files()).allMatch(f -> f.uri().contains("p=1")).hasSizeLessThan(4);
    assertThat(open("id < 50").files()).noneMatch(f -> open("id > 50").files().contains(f));
    assertThat(shown(source)).containsExactly("[107,1]", "[109,1]");
  }

  @Test
  void refusesAPredicateThatDoesNotFit() {
    append("SELECT 1 AS id");

    assertThatThrownBy(() -> open("idd > 1"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Cannot read x where: idd > 1")
        .hasMessageContaining("Its columns are id.");
  }

  @Test
  void saysThatThereIsNoTable() {
    assertThatThrownBy(this::open)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Cannot read input x: %s (there is no Delta table). Run the pipeline that makes it, or check the path."
                .formatted(table));
    assertThat(Path.of(table)).doesNotExist();
  }

  @Test
  void givesThePlannedColumnsInTheirOrder() {
    append("SELECT 1 AS id, 'a' AS name");
    StructType planned = StructType.fromDDL("Name STRING, more DOUBLE");

    DeltaSource source =
        DeltaSource.open(SPARK, "x", table, Optional.of(planned), Optional.empty());

    assertThat(source.schema()).isEqualTo(planned);
    assertThat(source.rows(Set.of()).schema().fieldNames()).containsExactly("Name", "more");
    assertThat(shown(source)).containsExactly("[a,null]");
  }

  @Test
  void rowsThatAVectorDeletesAreGone() {
    property("delta.enableDeletionVectors");
    append("SELECT id FROM range(0, 10, 1, 1)");
    DeltaTable.forPath(SPARK, table).delete("id >= 2");

    assertThat(shown(open())).containsExactly("[0]", "[1]");
  }

  @Test
  void readsColumnsThatHaveOtherNamesInTheFiles() {
    SPARK
        .sql("SELECT 1 AS `a b`")
        .write()
        .format("delta")
        .option("delta.columnMapping.mode", "name")
        .save(table);

    assertThat(shown(open())).containsExactly("[1]");
    assertThat(open().schema().fieldNames()).containsExactly("a b");
  }

  @Test
  void whatWasAddedIsReadOnce() {
    append("SELECT 1 AS id");
    long from = open().version();
    append("SELECT 2 AS id");
    append("SELECT 3 AS id");

    Source added = open().added(from);

    assertThat(shown(added)).containsExactly("[2]", "[3]");
    assertThat(added.files()).hasSize(2);
    assertThat(shown(open().added(open().version()))).isEmpty();
  }

  @Test
  void whatWasAddedHasTheColumnsOfToday() {
    append("SELECT 1 AS id");
    long from = open().version();
    append("SELECT 2 AS id");
    SPARK
        .sql("SELECT 3 AS id, 'c' AS name")
        .write()
        .format("delta")
        .mode("append")
        .option("mergeSchema", "true")
        .save(table);

    assertThat(shown(open().added(from))).containsExactly("[2,null]", "[3,c]");
  }

  @Test
  void compactionAddsNothing() {
    append("SELECT 1 AS id");
    long from = open().version();
    append("SELECT 2 AS id");
    DeltaTable.forPath(SPARK, table).optimize().executeCompaction();
    append("SELECT 3 AS id");
    assertThat(open().version()).isEqualTo(3);

    assertThat(shown(open().added(from))).containsExactly("[2]", "[3]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE FROM %s WHERE id = 1", "UPDATE %s SET id = 9 WHERE id = 1"})
  void refusesToReadWhatWasAddedWhereRowsWereChanged(String change) {
    append("SELECT id FROM range(3)");
    long from = open().version();
    append("SELECT 7L AS id");
    SPARK.sql(change.formatted("delta.`" + table + "`"));
    DeltaSource source = open();

    assertThatThrownBy(() -> source.added(from))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Cannot read what was added to input x: %s (version 2 changed or removed rows that were read before). Run with --full, or turn on its change feed (write.properties: { delta.enableChangeDataFeed: true }) and read its changes."
                .formatted(table));
  }

  @Test
  void refusesToGuessWhatALogThatIsGoneHeld() throws Exception {
    append("SELECT 1 AS id");
    append("SELECT 2 AS id");
    append("SELECT 3 AS id");
    DeltaSource source = open();
    Files.delete(Path.of(table, "_delta_log", "00000000000000000001.json"));

    assertThatThrownBy(() -> source.added(0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("its log no longer tells what happened since version 0")
        .hasMessageEndingWith("Run with --full.");
  }

  @Test
  void theChangeFeedTellsWhatBecameOfEachRow() {
    property("delta.enableChangeDataFeed");
    append("SELECT id, 'old' AS name FROM range(4)");
    long from = open().version();
    append("SELECT 9L AS id, 'new' AS name");
    DeltaTable.forPath(SPARK, table).updateExpr("id = 1", Map.of("name", "'changed'"));
    DeltaTable.forPath(SPARK, table).delete("id = 2");
    DeltaTable.forPath(SPARK, table).optimize().executeCompaction();

    Source changed = open().changed(from);

    assertThat(changed.schema().fieldNames())
        .containsExactly("id", "name", "_change_type", "_commit_version", "_commit_timestamp");
    assertThat(
            changed.rows(Set.of()).drop("_commit_timestamp").collectAsList().stream()
                .map(Row::toString))
        .containsExactlyInAnyOrder(
            "[9,new,insert," + (from + 1) + "]",
            "[1,changed,update_postimage," + (from + 2) + "]",
            "[2,old,delete," + (from + 3) + "]");
    assertThat(changed.files())
        .hasSize(3)
        .allSatisfy(file -> assertThat(Path.of(file.path().toUri().getPath())).exists());
    assertThat(changed.files()).allMatch(f -> f.modifiedMillis() > 0);
  }

  @Test
  void theRowsOfOneCommitCanBeReadAgain() {
    property("delta.enableChangeDataFeed");
    long from = open().version();
    append("SELECT 1L AS id");
    append("SELECT 2L AS id");
    append("SELECT 3L AS id");
    Source changed = open().changed(from);

    List<String> first = List.of(changed.files().get(0).uri(), changed.files().get(2).uri());
    List<Row> rows = changed.only(Set.copyOf(first)).rows(Set.of(Hidden.FILE)).collectAsList();

    assertThat(rows).extracting(row -> row.getLong(0)).containsExactlyInAnyOrder(1L, 3L);
    assertThat(rows).extracting(row -> row.getString(4)).containsExactlyInAnyOrderElementsOf(first);
    assertThat(shown(open().changed(open().version()))).isEmpty();
  }

  @Test
  void refusesAChangeFeedThatIsNotThere() {
    append("SELECT 1 AS id");
    DeltaSource without = open();
    assertThat(without.hasChangeFeed()).isFalse();
    assertThatThrownBy(() -> without.changed(0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("(the table keeps no change feed). Turn it on");

    SPARK.sql(
        "ALTER TABLE delta.`%s` SET TBLPROPERTIES (delta.enableChangeDataFeed = true)"
            .formatted(table));
    append("SELECT 2 AS id");
    DeltaTable.forPath(SPARK, table).delete("id = 1");
    DeltaSource late = open();

    assertThat(late.hasChangeFeed()).isTrue();
    assertThatThrownBy(() -> late.changed(-1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Cannot read changes of input x")
        .hasMessageEndingWith("Run with --full.");
    assertThat(shown(late.changed(1))).hasSize(2);
  }

  private void property(String name) {
    SPARK.sql(
        "CREATE TABLE delta.`%s` (id BIGINT) USING delta TBLPROPERTIES (%s = true)"
            .formatted(table, name));
  }

  private void append(String query, String... partitionBy) {
    SPARK
        .sql(query)
        .write()
        .format("delta")
        .mode("append")
        .option("mergeSchema", "true")
        .partitionBy(partitionBy)
        .save(table);
  }

  private DeltaSource open() {
    return DeltaSource.open(SPARK, "x", table, Optional.empty(), Optional.empty());
  }

  private DeltaSource open(String where) {
    return DeltaSource.open(SPARK, "x", table, Optional.empty(), Optional.of(where));
  }

  private static List<String> shown(Source source) {
    return source.rows(Set.of()).collectAsList().stream().map(Row::toString).sorted().toList();
  }
}
