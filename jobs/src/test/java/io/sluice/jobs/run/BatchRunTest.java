package io.sluice.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.jobs.TestSpark;
import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.lake.TableLock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchRunTest {

  private static final String READ =
      "read: { posts: { path: raw/posts, format: json, schema: \"userId INT, id INT NOT NULL,"
          + " title STRING\" } }\n";

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void writePosts() {
    lake = new Lake(folder);
    lake.write(
        "raw/posts/good.json",
        """
        {"userId": 1, "id": 1, "title": "one"}
        {"userId": 2, "id": 2, "title": "two"}
        {"userId": 2, "id": 3, "title": "three"}
        {"userId": null, "id": 4, "title": "four"}
        """);
  }

  private void writeBadPosts() {
    lake.write(
        "raw/posts/bad.json",
        """
        {"userId": 2, "id": 5, "title": "five"}
        {"userId": "two", "id": 6, "title": "six"}
        {"userId": 2, "id": 7, "title": "sev
        {"userId": 2, "title": "eight"}
        """);
  }

  @Test
  void booksEveryRowUnderWhatBecameOfIt() {
    writeBadPosts();
    lake.pipeline("cleaned.posts", READ + "steps: [ { filter: userId > 1 } ]\n");

    Ledger ledger = lake.run().get(0);

    assertThat(ledger.status()).isEqualTo(Ledger.SUCCEEDED);
    assertThat(ledger.balanced()).isTrue();
    assertThat(ledger.totals()).isEqualTo(new Totals(8, 3, 3, 2, 0, 0, 0, 0));
    assertThat(ledger.inputs().get(0)).isEqualTo(new Ledger.Input("posts", 2, 314, 8, 3));
    assertThat(ledger.steps())
        .containsExactly(new Ledger.StepCount("filter", "filter", 5, 3, Map.of("userId > 1", 2L)));
    assertThat(lake.table("cleaned.posts").count()).isEqualTo(3);
  }

  @Test
  void keepsRejectsWithTheirTextFileAndReasons() {
    writeBadPosts();
    lake.pipeline("cleaned.posts", READ);

    Ledger ledger = lake.run().get(0);

    List<Row> rows = lake.quarantine("cleaned.posts").orderBy("raw").collectAsList();
    assertThat(rows)
        .extracting(row -> row.<String>getAs("raw"))
        .containsExactly(
            "{\"userId\": \"two\", \"id\": 6, \"title\": \"six\"}",
            "{\"userId\": 2, \"id\": 7, \"title\": \"sev",
            "{\"userId\": 2, \"title\": \"eight\"}");
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.<String>getAs("source_file")).endsWith("raw/posts/bad.json");
              assertThat(row.<String>getAs("run_id")).isEqualTo(ledger.runId());
              assertThat(row.<Object>getAs("raw_bytes")).isNull();
              assertThat(row.getList(row.fieldIndex("reasons"))).isNotEmpty();
            });
    assertThat(ledger.quarantined().values()).containsExactly(1L, 1L, 1L);
    assertThat(ledger.quarantined()).containsKeys("wrong type: userId", "required: id");
  }

  @Test
  void quarantinesAFailedCastOfALaterStepWithTheRecordItCameFrom() {
    lake.write("raw/codes/a.json", "{\"code\": \"17\"}\n{\"code\": \"x9\"}\n")
        .write("raw/codes/b.json", "{\"code\": \"18\"}\n");
    lake.pipeline(
        "cleaned.codes",
        """
        read: { codes: { path: raw/codes, format: json, schema: "code STRING" } }
        steps:
          - derive: { length: length(code) }
          - apply_mapping: [ [code, string, number, int] ]
        """);

    Ledger ledger = lake.run().get(0);

    assertThat(ledger.totals()).isEqualTo(new Totals(3, 2, 1, 0, 0, 0, 0, 0));
    Row row = lake.quarantine("cleaned.codes").head();
    assertThat(row.<String>getAs("raw")).isEqualTo("{\"code\": \"x9\"}");
    assertThat(row.<String>getAs("source_file")).endsWith("raw/codes/a.json");
  }

  @Test
  void quarantinesRowsOfFormatsWithoutTextAsTheJsonOfTheirColumns() {
    TestSpark.session()
        .sql("SELECT '17' AS code, 1 AS n UNION ALL SELECT 'x9', 2")
        .write()
        .parquet(folder.resolve("raw/codes").toString());
    lake.pipeline(
        "cleaned.codes",
        """
        read: { codes: { path: raw/codes, format: parquet } }
        steps:
          - derive: { twice: n * 2 }
          - apply_mapping: [ [code, string, number, int], [twice, twice] ]
        """);

    Ledger ledger = lake.run().get(0);

    assertThat(ledger.totals()).isEqualTo(new Totals(2, 1, 1, 0, 0, 0, 0, 0));
    Row row = lake.quarantine("cleaned.codes").head();
    assertThat(row.<String>getAs("raw")).isEqualTo("{\"code\":\"x9\",\"n\":2}");
    assertThat(row.<String>getAs("source_file")).contains("raw/codes/part-");
  }

  @Test
  void quarantinesRowsThatLostTheirWayBackAsTheJsonOfTheirColumns() {
    lake.pipeline(
        "cleaned.codes",
        READ
            + """
            steps:
              - aggregate: { group_by: [userId], values: { titles: "max(title)" } }
              - apply_mapping: [ [userId, userId], [titles, string, number, int] ]
            """);

    Ledger ledger = lake.run().get(0);

    assertThat(ledger.totals()).isEqualTo(new Totals(4, 0, 3, 0, 0, 1, 0, 0));
    assertThat(lake.quarantine("cleaned.codes").orderBy("raw").collectAsList())
        .extracting(row -> row.<String>getAs("raw"))
        .contains("{\"userId\":2,\"titles\":\"two\"}");
  }

  @Test
  void stopsAboveTheQuarantineLimitAndLeavesTheTableAlone() {
    lake.pipeline("cleaned.posts", READ + "quarantine: { max_rows: 2 }\n");
    lake.run();
    List<String> before = lake.files("lake/cleaned/posts");
    writeBadPosts();

    Ledger ledger = lake.run().get(0);

    assertThat(ledger.status()).isEqualTo(Ledger.STOPPED);
    assertThat(ledger.reason()).isEqualTo("rejected 3 of 8 rows; quarantine.max_rows is 2");
    assertThat(lake.files("lake/cleaned/posts")).isEqualTo(before);
    assertThat(lake.quarantine("cleaned.posts").count()).isEqualTo(3);
    assertThat(lake.files("lake/_sluice/runs")).contains(ledger.runId() + ".json");
  }

  @Test
  void stopsAboveTheQuarantineRatio() {
    writeBadPosts();
    lake.pipeline("cleaned.posts", READ + "quarantine: { max_ratio: 0.1 }\n");

    Ledger ledger = lake.run().get(0);

    assertThat(ledger.status()).isEqualTo(Ledger.STOPPED);
    assertThat(ledger.reason()).isEqualTo("rejected 3 of 8 rows; quarantine.max_ratio is 0.1");
    assertThat(lake.files("lake/cleaned/posts")).isEmpty();
  }

  @Test
  void countsTheMissesOfAJoinAndTheRowsItAdds() {
    lake.write("raw/users/u.json", "{\"user\": 2, \"n\": 1}\n{\"user\": 2, \"n\": 2}\n");
    lake.pipeline(
        "curated.pairs",
        """
        read:
          posts: { path: raw/posts, format: json, schema: "userId INT, id INT, title STRING" }
          users: { path: raw/users, format: json, schema: "user INT, n INT" }
        steps:
          - join: { with: users, on: { userId: user } }
        """);

    Ledger ledger = lake.run().get(0);

    assertThat(ledger.balanced()).isTrue();
    assertThat(ledger.totals()).isEqualTo(new Totals(6, 4, 0, 2, 0, 0, 2, 2));
    assertThat(ledger.steps().get(0).counts())
        .containsOnly(Map.entry("no_match", 2L), Map.entry("fan_out", 2L));
  }

  @Test
  void booksDuplicatesAndGroups() {
    lake.write("raw/posts/again.json", "{\"userId\": 1, \"id\": 1, \"title\": \"one\"}\n");
    lake.pipeline(
        "curated.counts",
        READ
            + """
            steps:
              - drop_duplicates: {}
              - aggregate: { group_by: [userId], values: { posts: count(*) } }
            """);

    Ledger ledger = lake.run().get(0);

    assertThat(ledger.totals()).isEqualTo(new Totals(5, 3, 0, 0, 1, 1, 0, 0));
    assertThat(ledger.steps())
        .extracting(Ledger.StepCount::rowsIn, Ledger.StepCount::rowsOut)
        .containsExactly(tuple(5L, 4L), tuple(4L, 3L));
  }

  private void writeUsers() {
    lake.write(
        "raw/users/users.json",
        """
        {"userId": 2, "name": "b"}
        {"userId": 2, "name": "bb"}
        {"userId": 8, "name": "h"}
        {"userId": 9, "name": "i"}
        {"userId": null, "name": "?"}
        """);
  }

  /** Posts of users 1, 2, 2 and null beside two rows of user 2 and three that match nothing. */
  @ParameterizedTest
  @CsvSource({
    "inner, 4, 2, 2, 5",
    "left, 6, 0, 2, 5",
    "right, 7, 2, 5, 5",
    "full, 9, 0, 5, 5",
    "semi, 2, 2, 0, 5",
    "anti, 2, 2, 0, 5"
  })
  void booksEveryKindOfJoin(String type, long out, long filtered, long added, long lookedUp) {
    writeUsers();
    lake.pipeline(
        "curated.joined",
        """
        read:
          posts: { path: raw/posts, format: json, schema: "userId INT, id INT" }
          users: { path: raw/users, format: json, schema: "userId INT, name STRING" }
        steps: [ { join: { with: users, type: %s, on: userId } } ]
        """
            .formatted(type));

    Ledger ledger = lake.run().get(0);

    assertThat(ledger.reason()).isEmpty();
    assertThat(ledger.totals()).isEqualTo(new Totals(9, out, 0, filtered, 0, 0, lookedUp, added));
  }

  @Test
  void booksAnInputThatAUnionTakesSeveralTimes() {
    writeUsers();
    lake.pipeline(
        "curated.united",
        """
        read:
          posts: { path: raw/posts, format: json, schema: "userId INT, id INT" }
          users: { path: raw/users, format: json, schema: "userId INT, name STRING" }
        steps:
          - filter: userId = 2
            as: twos
          - union: { with: [posts, twos] }
          - join: { with: users, type: left, on: userId }
        """);

    Ledger ledger = lake.run().get(0);

    // 2 + 4 + 2 rows, of which 6 are of user 2 and match twice.
    assertThat(ledger.totals()).isEqualTo(new Totals(9, 14, 0, 2, 0, 0, 5, 12));
  }

  @Test
  void replacesTheTableOnEveryRunAndLeavesNothingElseBehind() {
    lake.pipeline("cleaned.posts", READ);
    lake.run();
    Ledger second = lake.run().get(0);

    assertThat(lake.files("lake/cleaned/posts"))
        .containsExactly("part-00000-%s-c000.zstd.parquet".formatted(second.runId()));
    assertThat(lake.files("lake/_sluice")).allMatch(file -> file.startsWith("runs/"));
  }

  @Test
  void replacesWhatAnEarlierRunOfItsIdLeftInQuarantine() {
    writeBadPosts();
    lake.pipeline("cleaned.posts", READ);
    lake.runAs("again");
    lake.write("raw/posts/bad.json", "{\"userId\": 2, \"id\": 5, \"title\": \"five\"}\n");

    Ledger second = lake.runAs("again").get(0);

    assertThat(second.totals().rejected()).isZero();
    assertThat(lake.files("lake/_sluice/quarantine")).isEmpty();
  }

  @Test
  void leavesNoFolderOfItsOwnBehindWhenItDoesNotPublish() {
    writeBadPosts();
    lake.pipeline("cleaned.posts", READ + "quarantine: { max_rows: 1 }\n");

    assertThat(lake.run().get(0).status()).isEqualTo(Ledger.STOPPED);
    assertThat(lake.path("lake/cleaned/posts")).doesNotExist();
    assertThat(lake.path("lake/_sluice/staging/cleaned.posts")).doesNotExist();
  }

  @Test
  void stagesATableThatLiesElsewhereBesideItsRows() {
    lake.pipeline(
        "cleaned.posts",
        READ + "write: { path: '%s' }\n".formatted(lake.path("elsewhere").toUri()));

    Ledger ledger = lake.run().get(0);

    assertThat(ledger.reason()).isEmpty();
    assertThat(lake.files("elsewhere")).hasSize(1);
    assertThat(lake.path("elsewhere/_staging")).doesNotExist();
  }

  @Test
  void worksInALakeWhoseNameHoldsSignsOfGlobs() {
    writeBadPosts();
    lake.write("conf/env/test.yaml", "lake: { root: 'a [1] {b,c}* %20 #é', raw: raw }\n");
    lake.pipeline(
        "cleaned.posts", READ + "write: { partition_by: [title], target_file_size: 1MB }\n");

    Ledger ledger = lake.run().get(0);

    assertThat(ledger.reason()).isEmpty();
    assertThat(ledger.totals()).isEqualTo(new Totals(8, 5, 3, 0, 0, 0, 0, 0));
    assertThat(lake.files("a [1] {b,c}* %20 #é/cleaned/posts")).hasSize(5);
  }

  @Test
  void appendsOnceForEachRunId() {
    lake.pipeline("cleaned.posts", READ + "write: { mode: append }\n");
    lake.runAs("monday");
    lake.runAs("tuesday");
    lake.runAs("tuesday");

    assertThat(lake.table("cleaned.posts").count()).isEqualTo(8);
  }

  @Test
  void overwritesOnlyThePartitionsItHasRowsFor() {
    lake.pipeline(
        "cleaned.posts", READ + "write: { mode: overwrite_partitions, partition_by: [userId] }\n");
    lake.run();
    lake.write("raw/posts/good.json", "{\"userId\": 2, \"id\": 9, \"title\": \"nine\"}\n");
    Ledger ledger = lake.run().get(0);

    assertThat(ledger.output().partitions()).containsExactly("userId=2");
    assertThat(
            lake.table("cleaned.posts")
                .select("id")
                .as(org.apache.spark.sql.Encoders.INT())
                .collectAsList())
        .containsExactlyInAnyOrder(1, 4, 9);
  }

  @Test
  void runsWhatNeedsATableAfterIt() {
    lake.pipeline("cleaned.posts", READ);
    lake.pipeline(
        "curated.long",
        "read: { posts: { table: cleaned.posts } }\nsteps: [ { filter: length(title) > 3 } ]\n");

    List<Ledger> ledgers = lake.run();

    assertThat(ledgers)
        .extracting(Ledger::table, ledger -> ledger.totals().rowsOut())
        .containsExactly(tuple("cleaned.posts", 4L), tuple("curated.long", 2L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc", "json", "csv"})
  void writesEveryFormatSoThatAnotherPipelineReadsTheSameRows(String format) {
    lake.write(
        "raw/posts/odd.json",
        """
        {"userId": 3, "id": 5, "title": "a \\"quoted\\", comma\\nand line \\\\ é"}
        {"userId": null, "id": 6, "title": ""}
        {"id": 7}
        """);
    lake.pipeline(
        "cleaned.posts",
        READ + "write: { format: %s, partition_by: [userId] }\n".formatted(format));
    lake.pipeline(
        "curated.copy",
        """
        read: { posts: { table: cleaned.posts } }
        steps: [ { select_fields: [id, title, userId] } ]
        """);

    List<Ledger> ledgers = lake.run();

    assertThat(ledgers).allMatch(Ledger::succeeded);
    assertThat(lake.table("curated.copy").orderBy("id").collectAsList())
        .extracting(Row::toString)
        .containsExactly(
            "[1,one,1]",
            "[2,two,2]",
            "[3,three,2]",
            "[4,four,null]",
            "[5,a \"quoted\", comma\nand line \\ é,3]",
            "[6,,null]",
            "[7,null,null]");
  }

  @Test
  void skipsWhatNeedsATableThatFailed() {
    lake.pipeline("cleaned.posts", READ + "quarantine: { max_rows: 0 }\n");
    lake.pipeline("curated.long", "read: { posts: { table: cleaned.posts } }\n");
    lake.pipeline("cleaned.other", READ);
    writeBadPosts();

    assertThat(lake.run())
        .extracting(Ledger::table, Ledger::status)
        .containsExactlyInAnyOrder(
            tuple("cleaned.posts", Ledger.STOPPED),
            tuple("curated.long", Ledger.SKIPPED),
            tuple("cleaned.other", Ledger.SUCCEEDED));
  }

  @Test
  void refusesATableThatAnotherRunIsWriting() {
    lake.pipeline("cleaned.posts", READ);
    LakeFiles files = new LakeFiles(new Configuration());
    String lock = folder.resolve("lake/_sluice/locks/cleaned.posts.json").toString();
    try (TableLock other = TableLock.acquire(files, lock, "cleaned.posts", "other")) {
      Ledger ledger = lake.run().get(0);

      assertThat(other).isNotNull();
      assertThat(ledger.status()).isEqualTo(Ledger.FAILED);
      assertThat(ledger.reason()).startsWith("Cannot write table: cleaned.posts (run other on ");
    }
  }

  @Test
  void countsAnInputThatAllRowsAreFilteredFrom() {
    lake.pipeline("cleaned.posts", READ + "steps: [ { filter: 1 = 0 } ]\n");

    Ledger ledger = lake.run().get(0);

    assertThat(ledger.totals()).isEqualTo(new Totals(4, 0, 0, 4, 0, 0, 0, 0));
    assertThat(lake.table("cleaned.posts").columns()).containsExactly("userId", "id", "title");
  }
}
