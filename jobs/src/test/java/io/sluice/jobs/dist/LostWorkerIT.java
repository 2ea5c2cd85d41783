package io.sluice.jobs.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on a cluster of three JVMs, one of which dies: the books must be as if it had lived. */
class LostWorkerIT {
  private static final int FILES = 24;
  private static final int ROWS_PER_FILE = 300;
  private static final int ROWS = FILES * ROWS_PER_FILE;
  // Row numbers count from 0: every 50th is cut off, of the rest those of user 3 are filtered.
  private static final int REJECTED = ROWS / 50;
  private static final int FILTERED = ROWS / 10;

  /** Makes a row take a millisecond or two, so that there is a middle of the run to speak of. */
  private static final String SLOWLY =
      "  - derive: { slow: \"java_method('java.lang.Thread', 'sleep', 2L)\" }\n";

  @TempDir Path folder;

  @BeforeEach
  void layOutProject() throws IOException {
    write("conf/env/local.yaml", "lake: { root: lake, raw: raw }\ncatalog: { type: none }\n");
    for (int file = 0; file < FILES; file++) {
      StringBuilder lines = new StringBuilder();
      for (int row = file * ROWS_PER_FILE; row < (file + 1) * ROWS_PER_FILE; row++) {
        String line =
            String.format(
                Locale.ROOT,
                "{\"userId\":%d,\"id\":%d,\"twin\":%d,\"title\":\"post %d\"}",
                row % 10,
                row,
                row / 2,
                row);
        lines.append(row % 50 == 7 ? line.substring(0, line.length() - 9) : line).append('\n');
      }
      write(String.format(Locale.ROOT, "raw/posts/posts-%02d.json", file), lines.toString());
    }
  }

  @Test
  void runsTheSampleLakeOnACluster() {
    Path lake = folder.resolve("sample");
    try (StandaloneCluster cluster = StandaloneCluster.start(folder.resolve("cluster"), 2)) {
      Books books =
          Books.of(
              SparkSubmit.sluice(folder).withMaster(cluster.url()).run(SampleLake.arguments(lake)));

      assertThat(books.figures()).containsExactlyInAnyOrderEntriesOf(SampleLake.figures());
      Duck duck = new Duck(lake);
      assertThat(duck.number("SELECT count(*) FROM {curated.posts_by_user}")).isEqualTo(100);
      assertThat(duck.number("SELECT count(*) FROM {cleaned.posts}")).isEqualTo(70);
    }
  }

  @Test
  void countsExactlyWhenAWorkerDiesWhileRowsAreWritten() {
    pipeline("steps:\n  - filter: userId <> 3\n" + SLOWLY);

    Books books = loseAWorker("writing, ([4-9]|1\\d) of 24 tasks");

    int out = ROWS - REJECTED - FILTERED;
    assertThat(books.figures("cleaned.posts"))
        .isEqualTo(
            "in %d out %d filtered %d rejected %d deduplicated 0"
                .formatted(ROWS, out, FILTERED, REJECTED));
    assertThat(lake().rows("SELECT count(*), count(DISTINCT id), sum(id) FROM {cleaned.posts}"))
        .containsExactly(
            lake()
                .rows(
                    "SELECT %d, %d, sum(range) FROM range(%d) WHERE range %% 50 <> 7 AND range %% 10 <> 3"
                        .formatted(out, out, ROWS))
                .get(0));
    assertThat(rejected()).isEqualTo(REJECTED);
  }

  @Test
  void countsExactlyWhenShuffledRowsAreLostWithTheirWorker() {
    pipeline(
        "steps:\n  - filter: userId <> 3\n"
            + SLOWLY
            + "  - drop_duplicates: { keys: [twin], order_by: [id] }\n");

    Books books = loseAWorker("writing, ([4-9]|1\\d) of \\d+ tasks");

    // Twins are an even number and the next: 2 and 3, where 3 is filtered; 6 and 7, where 7 may be
    // cut off.
    long out = lake().number(survivors("count(DISTINCT range // 2)"));
    long entering = ROWS - REJECTED - FILTERED;
    assertThat(books.figures("cleaned.posts"))
        .isEqualTo(
            "in %d out %d filtered %d rejected %d deduplicated %d"
                .formatted(ROWS, out, FILTERED, REJECTED, entering - out));
    assertThat(lake().rows("SELECT count(*), count(DISTINCT twin), sum(id) FROM {cleaned.posts}"))
        .isEqualTo(
            lake()
                .rows(
                    "SELECT count(*), count(*), sum(first) FROM ("
                        + survivors("min(range) AS first")
                        + " GROUP BY range // 2)"));
    assertThat(rejected()).isEqualTo(REJECTED);
  }

  private static String survivors(String what) {
    return "SELECT %s FROM range(%d) WHERE range %% 50 <> 7 AND range %% 10 <> 3"
        .formatted(what, ROWS);
  }

  /** Runs the pipeline and kills a worker, with its executor, when the progress line says so. */
  private Books loseAWorker(String moment) {
    Path log = folder.resolve("spark.log");
    SparkSubmit submit =
        SparkSubmit.sluice(folder)
            // One file a task; a progress line four times a second; Spark's log where it can be
            // read.
            .with("--conf", "spark.sql.files.maxPartitionBytes=32k")
            .with("--conf", "spark.sql.files.openCostInBytes=32k")
            .with(
                "--driver-java-options",
                "-Dsluice.terminal=true -Dsluice.log=%s -Dlog4j2.configurationFile=%s"
                    .formatted(log, Project.root().resolve("scripts/log4j2.properties")));
    try (StandaloneCluster cluster = StandaloneCluster.start(folder.resolve("cluster"), 2);
        Program program =
            submit
                .withMaster(cluster.url())
                .start("run", "--conf", folder.resolve("conf").toString(), "--json")) {
      program.awaitText(Pattern.compile(moment), Duration.ofSeconds(90));
      assertThat(cluster.runsExecutor(0)).as("the worker has work to lose").isTrue();
      assertThat(cluster.runsExecutor(1)).as("somebody can take over").isTrue();
      cluster.killWorker(0);

      Books books = Books.of(program.await(Duration.ofMinutes(3)));
      assertThat(log).content().contains("Lost executor");
      return books;
    }
  }

  private void pipeline(String steps) {
    write(
        "conf/pipelines/cleaned/posts.yaml",
        """
        table: cleaned.posts
        read:
          posts: { path: raw/posts, format: json, schema: "userId INT, id INT, twin INT, title STRING" }
        load: full
        write: { format: parquet, mode: overwrite, compression: zstd }
        """
            + steps);
  }

  private long rejected() {
    return lake().number("SELECT count(*) FROM {_sluice/quarantine/cleaned.posts}");
  }

  private Duck lake() {
    return new Duck(folder.resolve("lake"));
  }

  private void write(String path, String text) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
