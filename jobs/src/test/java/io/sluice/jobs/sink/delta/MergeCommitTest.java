package io.sluice.jobs.sink.delta;

import static io.sluice.jobs.sink.delta.Tables.SPARK;
import static io.sluice.jobs.sink.delta.Tables.rows;
import static io.sluice.jobs.sink.delta.Tables.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.tables.DeltaTable;
import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.OnSchemaChange;
import io.sluice.jobs.sink.delta.DeltaCommits.Merged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergeCommitTest {

  @TempDir private Path folder;
  private String table;
  private int batch;

  @BeforeEach
  void nameTable() {
    table = folder.resolve("cleaned/t").toString();
  }

  @Test
  void theFirstChangesMakeTheTableInOneCommit() {
    Merged merged = merge(1, "(1, 'a', false), (2, 'b', false), (3, 'c', true)");

    assertThat(merged).isEqualTo(new Merged(2, 0, 0, false));
    assertThat(rows(table)).containsExactly("[1,a]", "[2,b]");
    assertThat(new DeltaStore(SPARK, table).state().orElseThrow().version()).isZero();
  }

  @Test
  void laterChangesUpdateInsertAndDelete() {
    merge(1, "(1, 'a', false), (2, 'b', false), (3, 'c', false)");

    Merged merged = merge(2, "(1, 'A', false), (2, 'b', true), (4, 'd', false), (5, 'e', true)");

    assertThat(merged).isEqualTo(new Merged(1, 1, 1, false));
    assertThat(rows(table)).containsExactly("[1,A]", "[3,c]", "[4,d]");
  }

  @Test
  void aMergeThatIsCarriedOutTwiceCountsOnce() {
    merge(1, "(1, 'a', false)");
    MergeCommit commit = commit(2, changes("(1, 'b', false), (2, 'x', false)"));
    assertThat(carryOut(commit)).isEqualTo(new Merged(1, 1, 0, false));
    assertThat(new DeltaStore(SPARK, table).transaction(Tables.APP)).isEqualTo(2);
    merge(3, "(1, 'c', false)");
    long version = new DeltaStore(SPARK, table).state().orElseThrow().version();

    assertThat(carryOut(commit)).isEqualTo(new Merged(0, 0, 0, true));

    assertThat(rows(table)).containsExactly("[1,c]", "[2,x]");
    assertThat(new DeltaStore(SPARK, table).state().orElseThrow().version()).isEqualTo(version);
  }

  @Test
  void aMergeThatChangesNothingIsRememberedAllTheSame() {
    merge(1, "(1, 'a', false)");

    assertThat(merge(2, "(7, 'x', true)")).isEqualTo(new Merged(0, 0, 0, false));

    assertThat(new DeltaStore(SPARK, table).transaction(Tables.APP)).isEqualTo(2);
    assertThat(rows(table)).containsExactly("[1,a]");
  }

  @Test
  void nullMatchesNull() {
    merge(1, "(CAST(NULL AS int), 'a', false), (1, 'b', false)");

    assertThat(merge(2, "(CAST(NULL AS int), 'A', false)")).isEqualTo(new Merged(0, 1, 0, false));

    assertThat(rows(table)).containsExactly("[1,b]", "[null,A]");
  }

  @Test
  void newColumnsComeFirstWhereThatIsAllowed() {
    merge(1, "(1, 'a', false), (2, 'b', false)");
    Dataset<Row> wider =
        sql("SELECT 1 AS id, 'A' AS name, 2.5D AS more, false AS __sluice_deleted");
    MergeCommit commit = commit(2, changes(wider));
    assertThatThrownBy(() -> carryOut(commit))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Cannot write column: more (table " + table + " has no such column)");

    carryOut(adding(commit));

    assertThat(rows(table)).containsExactly("[1,A,2.5]", "[2,b,null]");
  }

  @Test
  void columnsThatChangesLackAreNullInWhatTheyWrite() {
    merge(1, "(1, 'a', false), (2, 'b', false)");
    Dataset<Row> narrower = sql("SELECT 1 AS ID, false AS __sluice_deleted");

    carryOut(adding(commit(2, changes(narrower))));

    assertThat(rows(table)).containsExactly("[1,null]", "[2,b]");
  }

  @Test
  void partitionsThatNoChangeMatchesAreNotRead() throws Exception {
    Dataset<Row> first =
        sql(
            "SELECT id, CAST(id % 3 AS string) AS p, 'old' AS name, false AS __sluice_deleted FROM range(9)");
    carryOut(partitioned(commit(1, changes(first))));
    List<Path> untouched = dataFiles("p=0", "p=2");
    for (Path file : untouched) {
      Files.delete(file);
    }
    Dataset<Row> second =
        sql("SELECT 4L AS id, '1' AS p, 'new' AS name, false AS __sluice_deleted");

    assertThat(carryOut(partitioned(commit(2, changes(second)))))
        .isEqualTo(new Merged(0, 1, 0, false));
  }

  @Test
  void filesWhoseKeysNoChangeMatchesAreNotRead() throws Exception {
    merge(1, "(1, 'a', false), (2, 'b', false)");
    merge(2, "(101, 'a', false), (102, 'b', false)");
    List<Path> files = dataFiles("");
    for (Path file : files) {
      if (SPARK.read().parquet(file.toString()).where("id < 100").count() > 0) {
        Files.delete(file);
      }
    }

    assertThat(merge(3, "(101, 'A', false), (103, 'C', false)"))
        .isEqualTo(new Merged(1, 1, 0, false));
  }

  @Test
  void changesThatAreAllNullInTheirKeyMatchOnlySuchRows() {
    merge(1, "(CAST(NULL AS int), 'a', false), (1, 'b', false)");

    assertThat(merge(2, "(CAST(NULL AS int), 'A', true)")).isEqualTo(new Merged(0, 0, 1, false));
    assertThat(merge(3, "(CAST(NULL AS int), 'B', false), (1, 'c', false)"))
        .isEqualTo(new Merged(1, 1, 0, false));

    assertThat(rows(table)).containsExactly("[1,c]", "[null,B]");
  }

  @Test
  void aMergeOfNoChangesIsRemembered() {
    merge(1, "(1, 'a', false)");
    Dataset<Row> none = sql("SELECT 1 AS id, 'a' AS name, false AS __sluice_deleted").limit(0);

    assertThat(carryOut(commit(2, changes(none)))).isEqualTo(new Merged(0, 0, 0, false));

    assertThat(new DeltaStore(SPARK, table).transaction(Tables.APP)).isEqualTo(2);
  }

  @Test
  void onlyFilesThatHoldMatchesAreWrittenAnew() {
    merge(1, "(1, 'a', false), (50, 'b', false)");
    Set<String> untouched = Set.of(SPARK.read().format("delta").load(table).inputFiles());
    merge(2, "(101, 'a', false), (3, 'b', false)");
    Set<String> before = Set.of(SPARK.read().format("delta").load(table).inputFiles());

    // Within the bounds of both files, and in the second alone.
    merge(3, "(3, 'B', false), (101, 'a', true)");

    Set<String> after = Set.of(SPARK.read().format("delta").load(table).inputFiles());
    assertThat(before).containsAll(untouched).hasSize(2);
    assertThat(after).containsAll(untouched).hasSize(2).isNotEqualTo(before);
    assertThat(rows(table)).containsExactly("[1,a]", "[3,B]", "[50,b]");
  }

  @Test
  void newColumnsAndRowsComeInOneCommitThatSaysMerge() {
    merge(1, "(1, 'a', false)");
    Dataset<Row> wider = sql("SELECT 1 AS id, 'A' AS name, 2 AS more, false AS __sluice_deleted");

    carryOut(adding(commit(2, changes(wider))));

    assertThat(
            DeltaTable.forPath(SPARK, table)
                .history()
                .select("version", "operation")
                .collectAsList()
                .toString())
        .isEqualTo("[[1,MERGE], [0,WRITE]]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"delta.enableChangeDataFeed", "delta.enableDeletionVectors"})
  void tablesOfOtherFeaturesTakeChangesTheSameWay(String property) {
    carryOut(
        with(property, commit(1, changes("(1, 'a', false), (2, 'b', false), (3, 'c', false)"))));

    assertThat(
            carryOut(
                with(
                    property,
                    commit(2, changes("(1, 'A', false), (2, 'b', true), (4, 'd', false)")))))
        .isEqualTo(new Merged(1, 1, 1, false));

    assertThat(rows(table)).containsExactly("[1,A]", "[3,c]", "[4,d]");
  }

  @Test
  void aChangeFeedTellsWhatAMergeDid() {
    String feed = "delta.enableChangeDataFeed";
    carryOut(with(feed, commit(1, changes("(1, 'a', false), (2, 'b', false)"))));
    carryOut(with(feed, commit(2, changes("(1, 'A', false), (2, 'b', true), (4, 'd', false)"))));

    assertThat(
            SPARK
                .read()
                .format("delta")
                .option("readChangeFeed", true)
                .option("startingVersion", 1)
                .load(table)
                .selectExpr("concat_ws(' ', id, name, _change_type)")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .sorted())
        .containsExactly("1 A update_postimage", "1 a update_preimage", "2 b delete", "4 d insert");
  }

  private static MergeCommit with(String property, MergeCommit commit) {
    return new MergeCommit(
        commit.table(),
        commit.appId(),
        commit.version(),
        commit.changes(),
        commit.matchOn(),
        commit.schema(),
        commit.partitionBy(),
        Map.of(property, "true"),
        commit.onSchemaChange());
  }

  private List<Path> dataFiles(String... partitions) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(table))) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .filter(file -> Arrays.stream(partitions).anyMatch(file.toString()::contains))
          .filter(file -> !file.toString().contains("_delta_log"))
          .toList();
    }
  }

  private static MergeCommit partitioned(MergeCommit commit) {
    return new MergeCommit(
        commit.table(),
        commit.appId(),
        commit.version(),
        commit.changes(),
        List.of("id", "p"),
        commit.schema(),
        List.of("p"),
        commit.properties(),
        OnSchemaChange.FAIL);
  }

  private static MergeCommit adding(MergeCommit commit) {
    return new MergeCommit(
        commit.table(),
        commit.appId(),
        commit.version(),
        commit.changes(),
        commit.matchOn(),
        commit.schema(),
        commit.partitionBy(),
        commit.properties(),
        OnSchemaChange.ADD);
  }

  private Merged merge(long version, String values) {
    return carryOut(commit(version, changes(values)));
  }

  private static Merged carryOut(MergeCommit commit) {
    return new DeltaCommits(SPARK).carryOut(commit);
  }

  private Changes changes(String values) {
    return changes(
        sql("SELECT * FROM VALUES %s AS t(id, name, __sluice_deleted)".formatted(values)));
  }

  private record Changes(String folder, StructType schema) {}

  private Changes changes(Dataset<Row> rows) {
    String path = folder.resolve("changes" + batch++).toString();
    rows.coalesce(1).write().parquet(path);
    StructType schema = new StructType();
    for (StructField field : rows.schema().fields()) {
      schema = field.name().equals(MergeCommit.DELETED) ? schema : schema.add(field);
    }
    return new Changes(path, schema);
  }

  private MergeCommit commit(long version, Changes changes) {
    return new MergeCommit(
        table,
        Tables.APP,
        version,
        changes.folder(),
        List.of("id"),
        changes.schema().json(),
        List.of(),
        Map.of(),
        OnSchemaChange.FAIL);
  }
}
