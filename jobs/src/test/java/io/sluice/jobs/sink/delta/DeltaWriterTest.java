package io.sluice.jobs.sink.delta;

import static io.sluice.jobs.sink.PublishMode.APPEND;
import static io.sluice.jobs.sink.PublishMode.OVERWRITE;
import static io.sluice.jobs.sink.PublishMode.OVERWRITE_PARTITIONS;
import static io.sluice.jobs.sink.delta.Tables.SPARK;
import static io.sluice.jobs.sink.delta.Tables.adding;
import static io.sluice.jobs.sink.delta.Tables.layout;
import static io.sluice.jobs.sink.delta.Tables.rows;
import static io.sluice.jobs.sink.delta.Tables.sql;
import static io.sluice.jobs.sink.delta.Tables.stage;
import static io.sluice.jobs.sink.delta.Tables.with;
import static io.sluice.jobs.sink.delta.Tables.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.jobs.lake.LakeFiles.FileState;
import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.OnSchemaChange;
import io.sluice.jobs.sink.PublishMode;
import io.sluice.jobs.sink.delta.DeltaStore.DeltaState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeltaWriterTest {

  @TempDir private Path folder;
  private String table;

  @BeforeEach
  void nameTable() {
    table = folder.resolve("cleaned/t").toString();
  }

  @ParameterizedTest
  @EnumSource(names = {"APPEND", "OVERWRITE_PARTITIONS"})
  void otherColumnsAreRefusedBeforeAnythingIsRead(PublishMode mode) {
    var first = sql("SELECT 1 AS id, 'a' AS name, 2 AS n, 1 AS p");
    write(first, layout(first, "p"), table, 1, OVERWRITE);
    var other = sql("SELECT raise_error('read') AS id, 'a' AS NAME, 1D AS more, 1 AS p");

    assertThatThrownBy(() -> stage(other, layout(other, "p"), table, mode))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Cannot write column: more (table %s has no such column)", table)
        .hasMessageContaining(
            "Cannot write column: id (table %s has it as int, the rows have", table)
        .hasMessageContaining("Cannot write column: n (table %s has it, the rows have not)", table)
        .hasMessageNotContaining("name (");
    assertThatThrownBy(() -> stage(first, layout(first), table, mode))
        .hasMessageContaining("it is partitioned by [p], the rows by []");
  }

  @Test
  void newColumnsAreAddedAndMissingOnesAreNullWhereThatIsAllowed() {
    var first = sql("SELECT 1 AS id, 'a' AS name");
    write(first, layout(first), table, 1, OVERWRITE);
    var other = sql("SELECT 2 AS ID, date'2024-01-01' AS at");

    write(other, adding(other), table, 2, APPEND);

    assertThat(Tables.schema(table).toDDL()).isEqualTo("id INT,name STRING,at DATE");
    assertThat(rows(table)).containsExactly("[1,a,null]", "[2,null,2024-01-01]");
    var wrong = sql("SELECT 'x' AS id");
    assertThatThrownBy(() -> stage(wrong, adding(wrong), table, APPEND))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has it as int, the rows have string");
  }

  @Test
  void overwriteTakesOtherColumnsAndPartitionsInOneCommit() {
    var first = sql("SELECT 1 AS id, 'a' AS name");
    write(first, layout(first), table, 1, OVERWRITE);
    DeltaState before = state();
    var other = sql("SELECT 'x' AS id, 7 AS p");

    write(other, layout(other, "p"), table, 2, OVERWRITE);

    assertThat(rows(table)).containsExactly("[x,7]");
    assertThat(state().partitionBy()).containsExactly("p");
    assertThat(state().id()).isEqualTo(before.id());
    assertThat(state().version()).isEqualTo(before.version() + 1);
  }

  @Test
  void propertiesAreSetAndThoseOfOthersStay() {
    var rows = sql("SELECT 1 AS id");
    write(
        rows,
        with(layout(rows), Map.of("delta.enablechangedatafeed", "true", "owner", "us")),
        table,
        1,
        OVERWRITE);
    assertThat(state().properties())
        .containsEntry("delta.enableChangeDataFeed", "true")
        .containsEntry("owner", "us");

    write(rows, with(layout(rows), Map.of("owner", "them")), table, 2, APPEND);

    assertThat(state().properties())
        .containsEntry("delta.enableChangeDataFeed", "true")
        .containsEntry("owner", "them");
    assertThatThrownBy(
            () -> stage(rows, with(layout(rows), Map.of("delta.appendOny", "1")), table, APPEND))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Cannot set property: delta.appendOny = 1 (");
  }

  @Test
  void columnsMayHaveAnyNameWhereTheyAreMapped() {
    var rows = sql("SELECT 1 AS `a b;=`, 'ü' AS `p q`");
    DeltaLayout mapped = with(layout(rows, "p q"), Map.of("delta.columnMapping.mode", "name"));

    assertThat(write(rows, mapped, table, 1, OVERWRITE).partitions()).containsExactly("p q=ü");
    write(rows, mapped, table, 2, OVERWRITE_PARTITIONS);
    write(rows, mapped, table, 3, APPEND);
    assertThat(rows(table)).containsExactly("[1,ü]", "[1,ü]");
    var wider = sql("SELECT 1 AS `a b;=`, 'ü' AS `p q`, 5 AS `c,d`");
    write(wider, with(adding(wider, "p q"), mapped.properties()), table, 4, APPEND);
    assertThat(rows(table)).containsExactly("[1,ü,5]", "[1,ü,null]", "[1,ü,null]");

    write(rows, mapped, table, 5, OVERWRITE);

    assertThat(rows(table)).containsExactly("[1,ü]");
    assertThat(Tables.schema(table).fieldNames()).containsExactly("a b;=", "p q");
  }

  @Test
  void partitionsMayHaveAnyValue() throws Exception {
    String values =
        "VALUES (1, 'a=b/c'), (2, ''), (3, NULL), (4, 'ü %2F \\\\ :'), (5, '__HIVE_DEFAULT'), (6, ' x ')";
    var rows = sql("SELECT * FROM (%s) AS t(id, p)".formatted(values));

    StagedFiles staged = write(rows, layout(rows, "p"), table, 1, OVERWRITE);

    assertThat(staged.partitions()).hasSize(5).contains("p=a%3Db%2Fc", "p=ü %252F %5C %3A");
    // As everywhere in Spark, an empty text in a partition is NULL.
    List<String> expected =
        List.of(
            "[1,a=b/c]", "[2,null]", "[3,null]", "[4,ü %2F \\ :]", "[5,__HIVE_DEFAULT]", "[6, x ]");
    assertThat(rows(table)).containsExactlyElementsOf(expected);
    for (FileState file : staged.files()) {
      assertThat(Files.size(Path.of(new org.apache.hadoop.fs.Path(file.path()).toUri().getPath())))
          .isEqualTo(file.bytes());
    }

    write(rows.where("id <> 6"), layout(rows, "p"), table, 2, OVERWRITE_PARTITIONS);

    assertThat(rows(table)).containsExactlyElementsOf(expected);
  }

  @Test
  void aStrangerWhoReadsTheFilesThatTheLogNamesFindsTheSameRows() throws Exception {
    var rows =
        sql(
            "SELECT id, concat('n', id) AS name, CAST(id AS decimal(20,3)) / 7 AS d,"
                + " timestamp_seconds(id) AS made, id % 3 AS p FROM range(1000)");
    StagedFiles staged = write(rows, layout(rows, "p"), table, 1, OVERWRITE);
    String files =
        staged.files().stream()
            .map(f -> "'" + Path.of(URI.create(f.path())) + "'")
            .collect(Collectors.joining(", "));
    String logged =
        Files.readAllLines(Path.of(table, "_delta_log/00000000000000000000.json")).stream()
                .filter(line -> line.startsWith("{\"add\""))
                .count()
            + "";
    assertThat(logged).isEqualTo(String.valueOf(staged.files().size()));
    String sums =
        "SELECT count(*), sum(id), sum(d), count(DISTINCT name), max(epoch_us(made)) FROM ";

    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement();
        var found = statement.executeQuery(sums + "read_parquet([" + files + "])")) {
      found.next();
      var own =
          rows.selectExpr(
                  "count(*)", "sum(id)", "sum(d)", "count(DISTINCT name)", "max(unix_micros(made))")
              .first();
      assertThat(found.getLong(1)).isEqualTo(own.getLong(0));
      assertThat(found.getLong(2)).isEqualTo(own.getLong(1));
      assertThat(found.getBigDecimal(3)).isEqualByComparingTo(own.getDecimal(2));
      assertThat(found.getLong(4)).isEqualTo(own.getLong(3));
      assertThat(found.getLong(5)).isEqualTo(own.getLong(4));
    }
  }

  @Test
  void filesComeOutAboutAsBigAsAskedFor() {
    var rows = sql("SELECT id, md5(CAST(id AS string)) AS h, id % 97 AS k FROM range(300000)");
    long target = 1 << 20;
    DeltaLayout layout = sized(layout(rows), target);

    StagedFiles staged = stage(rows, layout, table, OVERWRITE);

    assertThat(staged.rows()).isEqualTo(300_000);
    assertThat(staged.files()).hasSizeGreaterThan(3);
    List<Long> sizes = staged.files().stream().map(FileState::bytes).sorted().toList();
    assertThat(sizes.get(sizes.size() - 1)).isLessThan(2 * target);
    assertThat(sizes.get(sizes.size() / 2)).isGreaterThan(target / 2);
  }

  @Test
  void rowsOfAFileAreSorted() {
    var rows = sql("SELECT (id * 7919) % 1000 AS id, id % 2 AS p FROM range(0, 1000, 1, 4)");
    DeltaLayout sorted =
        new DeltaLayout(
            rows.schema(),
            List.of("p"),
            List.of("id"),
            Optional.of("snappy"),
            OptionalLong.empty(),
            Map.of(),
            OnSchemaChange.FAIL);

    for (FileState file : stage(rows, sorted, table, OVERWRITE).files()) {
      assertThat(file.path()).endsWith(".snappy.parquet");
      List<Long> ids =
          SPARK.read().parquet(file.path()).select("id").collectAsList().stream()
              .map(row -> row.getLong(0))
              .toList();
      assertThat(ids).hasSize(500).containsExactlyElementsOf(new TreeSet<>(ids));
    }
  }

  @Test
  void aTableThatHasTakenThePlaceOfAnotherIsNotWrittenTo() {
    var rows = sql("SELECT 1 AS id");
    StagedFiles staged = stage(rows, layout(rows), table, APPEND);
    sql("SELECT 9 AS id").write().format("delta").save(table);

    assertThatThrownBy(
            () -> new DeltaCommits(SPARK).carryOut(Tables.commit(staged, table, 1, APPEND)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another table has taken its place since the files were written");
    assertThat(rows(table)).containsExactly("[9]");
  }

  @Test
  void columnsThatAStrangerAddedMeanwhileStay() {
    var rows = sql("SELECT 1 AS id");
    write(rows, layout(rows), table, 1, OVERWRITE);
    StagedFiles staged = stage(rows, layout(rows), table, APPEND);
    sql("SELECT 2 AS id, 'theirs' AS name")
        .write()
        .format("delta")
        .mode("append")
        .option("mergeSchema", "true")
        .save(table);

    new DeltaCommits(SPARK).carryOut(Tables.commit(staged, table, 2, APPEND));

    assertThat(rows(table)).containsExactly("[1,null]", "[1,null]", "[2,theirs]");
  }

  @Test
  void aStrangersCommitWhileOursIsMadeIsNoticed() {
    var rows = sql("SELECT 1 AS id");
    write(rows, layout(rows), table, 1, OVERWRITE);
    DeltaTransaction transaction = DeltaTransaction.begin(SPARK, table);
    var removed = transaction.removals();
    sql("SELECT 2 AS id").write().format("delta").mode("append").save(table);

    assertThatThrownBy(
            () -> {
              try {
                transaction.commit(SaveMode.Overwrite, List.of(), removed, null);
              } catch (RuntimeException e) {
                throw Conflicts.explained(table, e);
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "Cannot commit to Delta table: %s (something else has committed to it meanwhile",
            table);
    assertThat(rows(table)).containsExactly("[1]", "[2]");
  }

  @Test
  void rowsOfAnotherKindOfTableAreNotHidden() throws IOException {
    var rows = sql("SELECT 1 AS id");
    stage(rows, layout(rows), table, APPEND);
    stage(rows, layout(rows), table, APPEND);
    String other = folder.resolve("cleaned/u").toString();
    rows.write().parquet(other);
    Files.copy(
        Path.of(URI.create(Tables.files().dataFiles(other).get(0).path())),
        Path.of(other, "part-00000-20240101T000000Z-abcdef-c000.zstd.parquet"));

    assertThatThrownBy(() -> stage(rows, layout(rows), other, OVERWRITE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there are files in it that are no Delta table's, such as ");
  }

  private static DeltaLayout sized(DeltaLayout layout, long bytes) {
    return new DeltaLayout(
        layout.schema(),
        layout.partitionBy(),
        layout.sortBy(),
        layout.compression(),
        OptionalLong.of(bytes),
        layout.properties(),
        layout.onSchemaChange());
  }

  private DeltaState state() {
    return new DeltaStore(SPARK, table).state().orElseThrow();
  }
}
