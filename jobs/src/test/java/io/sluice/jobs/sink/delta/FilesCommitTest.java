package io.sluice.jobs.sink.delta;

import static io.sluice.jobs.sink.PublishMode.APPEND;
import static io.sluice.jobs.sink.PublishMode.OVERWRITE;
import static io.sluice.jobs.sink.PublishMode.OVERWRITE_PARTITIONS;
import static io.sluice.jobs.sink.delta.Tables.SPARK;
import static io.sluice.jobs.sink.delta.Tables.layout;
import static io.sluice.jobs.sink.delta.Tables.rows;
import static io.sluice.jobs.sink.delta.Tables.sql;
import static io.sluice.jobs.sink.delta.Tables.stage;
import static io.sluice.jobs.sink.delta.Tables.write;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.sink.WriteWatch;
import io.sluice.jobs.sink.delta.DeltaStore.DeltaState;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesCommitTest {

  @TempDir Path folder;
  private String table;

  @BeforeEach
  void nameTable() {
    table = folder.resolve("cleaned/t").toString();
  }

  @Test
  void noReaderSeesStagedFilesAndNoTableIsThereBeforeItsFirstCommit() {
    var rows = sql("SELECT id, 'x' AS name FROM range(10)");

    StagedFiles staged = stage(rows, layout(rows), table, APPEND);

    assertThat(staged.rows()).isEqualTo(10);
    assertThat(staged.files()).isNotEmpty();
    assertThat(new DeltaStore(SPARK, table).state()).isEmpty();
    assertThat(new DeltaStore(SPARK, table).transaction(Tables.APP)).isEqualTo(-1);

    new DeltaCommits(SPARK).carryOut(Tables.commit(staged, table, 7, APPEND));

    assertThat(rows(table)).hasSize(10);
    assertThat(new DeltaStore(SPARK, table).transaction(Tables.APP)).isEqualTo(7);
  }

  @Test
  void appendKeepsWhatIsThereAndOverwriteDoesNot() {
    var one = sql("SELECT 1 AS id");
    var two = sql("SELECT 2 AS id");
    write(one, layout(one), table, 1, OVERWRITE);
    write(two, layout(two), table, 2, APPEND);
    assertThat(rows(table)).containsExactly("[1]", "[2]");

    write(two, layout(two), table, 3, OVERWRITE);

    assertThat(rows(table)).containsExactly("[2]");
  }

  @Test
  void aCommitThatIsCarriedOutTwiceCountsOnce() {
    var rows = sql("SELECT 1 AS id");
    StagedFiles staged = stage(rows, layout(rows), table, APPEND);
    FilesCommit commit = Tables.commit(staged, table, 1, APPEND);
    DeltaCommits commits = new DeltaCommits(SPARK);

    commits.carryOut(commit);
    long version = new DeltaStore(SPARK, table).state().orElseThrow().version();
    commits.carryOut(commit);

    assertThat(rows(table)).containsExactly("[1]");
    assertThat(new DeltaStore(SPARK, table).state().orElseThrow().version()).isEqualTo(version);
  }

  @Test
  void overwritePartitionsReplacesThosePresentAndNoOthers() {
    var first =
        sql("SELECT id, CASE WHEN id < 3 THEN 'a' WHEN id < 6 THEN 'b' END AS p FROM range(9)");
    write(first, layout(first, "p"), table, 1, OVERWRITE);
    var second = sql("SELECT 100L AS id, 'a' AS p UNION ALL SELECT 101L, CAST(NULL AS string)");

    StagedFiles staged = write(second, layout(second, "p"), table, 2, OVERWRITE_PARTITIONS);

    assertThat(staged.partitions()).containsExactly("p=__HIVE_DEFAULT_PARTITION__", "p=a");
    assertThat(rows(table)).containsExactly("[100,a]", "[101,null]", "[3,b]", "[4,b]", "[5,b]");
  }

  @Test
  void whatIsCountedInThePlanOfTheWriteArrives() {
    var rows =
        sql("SELECT id, id % 3 AS p FROM range(0, 1000, 1, 4)")
            .observe(
                "step 0.0",
                count(lit(1)).as("rows"),
                count(when(col("p").equalTo(1), 1)).as("ones"));

    try (WriteWatch watch = new WriteWatch(SPARK, "pass", table)) {
      StagedFiles staged =
          new DeltaWriter(SPARK, Tables.files())
              .stage(rows, layout(rows, "p"), table, APPEND, watch);

      assertThat(staged.rows()).isEqualTo(1000);
      assertThat(watch.seen().observed().get("step 0.0")).isEqualTo(RowFactory.create(1000L, 333L));
      assertThat(watch.seen().repeated()).isFalse();
      assertThat(watch.tasksDone()).isPositive();
    }
  }

  @Test
  void writesOneFileAPartitionPackedWithZstdUnlessOtherwiseSaid() {
    var rows = sql("SELECT id, id % 3 AS p FROM range(0, 1000, 1, 4)");

    StagedFiles staged = stage(rows, layout(rows, "p"), table, APPEND);

    assertThat(staged.partitions()).containsExactly("p=0", "p=1", "p=2");
    assertThat(staged.files()).hasSize(3).allMatch(f -> f.path().endsWith(".zstd.parquet"));
    assertThat(staged.files())
        .allSatisfy(
            f -> assertThat(Files.size(Path.of(URI.create(f.path())))).isEqualTo(f.bytes()));
  }

  @Test
  void aTableWithoutRowsHasNoFiles() {
    var rows = sql("SELECT id FROM range(0)");

    StagedFiles staged = write(rows, layout(rows), table, 1, OVERWRITE);

    assertThat(staged.files()).isEmpty();
    assertThat(staged.rows()).isZero();
    DeltaState state = new DeltaStore(SPARK, table).state().orElseThrow();
    assertThat(state.files()).isZero();
    assertThat(state.schema().fieldNames()).containsExactly("id");
  }
}
