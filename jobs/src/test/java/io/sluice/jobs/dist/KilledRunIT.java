package io.sluice.jobs.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills runs with SIGKILL, at instants drawn from a seed, and runs the same command again. */
class KilledRunIT {

  private static final int ROWS = 3000;
  private static final int PARTS = 40;
  private static final int BAD = 5;

  @TempDir private Path folder;
  private final Random random = new Random(20_240_229);
  private SparkSubmit sluice;
  private Duck duck;

  @BeforeEach
  void writeProject() throws IOException {
    sluice = SparkSubmit.sluice(folder);
    duck = new Duck(folder.resolve("lake"));
    write(
        "conf/env/test.yaml",
        """
        lake: { root: lake, raw: raw }
        spark: { spark.sql.shuffle.partitions: "2", spark.sql.files.maxPartitionBytes: "8k" }
        """);
    pipeline("cleaned.flat", "{ mode: overwrite }");
    pipeline("cleaned.parts", "{ mode: overwrite_partitions, partition_by: [part] }");
    pipeline("cleaned.log", "{ mode: append }");
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void pipeline(String table, String write) throws IOException {
    write(
        "conf/pipelines/" + table.replace('.', '/') + ".yaml",
        """
        table: %s
        read:
          rows: { path: raw/rows, format: json, schema: "id INT, part INT, generation INT" }
        write: %s
        """
            .formatted(table, write));
  }

  /** Writes the raw data of a generation, which has rows in all partitions but every third. */
  private void generation(int generation) throws IOException {
    String good =
        IntStream.range(0, ROWS)
            .filter(id -> isIn(generation, id % PARTS))
            .mapToObj(
                id ->
                    "{\"id\": %d, \"part\": %d, \"generation\": %d}"
                        .formatted(id, id % PARTS, generation))
            .collect(Collectors.joining("\n", "", "\n"));
    write("raw/rows/rows.json", good + "{\"id\": \"cut\n".repeat(BAD));
  }

  private static boolean isIn(int generation, int part) {
    return (part + generation) % 3 != 0;
  }

  private static String row(int id, int generation) {
    return id + "/" + id % PARTS + "/" + generation;
  }

  /** Returns what a table holds once these generations were written to it by an unhurt run each. */
  private static List<String> expected(String table, int... generations) {
    int last = generations[generations.length - 1];
    return IntStream.range(0, ROWS)
        .boxed()
        .flatMap(
            id ->
                switch (table) {
                  case "cleaned.flat" ->
                      isIn(last, id % PARTS) ? Stream.of(row(id, last)) : Stream.<String>of();
                  case "cleaned.parts" ->
                      IntStream.of(generations)
                          .filter(g -> isIn(g, id % PARTS))
                          .boxed()
                          .reduce((earlier, later) -> later)
                          .map(g -> row(id, g))
                          .stream();
                  default ->
                      IntStream.of(generations)
                          .filter(g -> isIn(g, id % PARTS))
                          .mapToObj(g -> row(id, g));
                })
        .sorted()
        .toList();
  }

  private List<String> found(String table) {
    return duck.rows("SELECT concat(id, '/', part, '/', generation) FROM {" + table + "}").stream()
        .map(row -> row.get(0))
        .sorted()
        .toList();
  }

  private static String[] command(String runId, List<String> tables) {
    return Stream.of(
            Stream.of("run"),
            tables.stream(),
            Stream.of("--conf", "conf", "--env", "test", "--json"),
            runId.isEmpty() ? Stream.<String>of() : Stream.of("--run-id", runId))
        .flatMap(part -> part)
        .toArray(String[]::new);
  }

  private void kill(String stage, String[] command) throws InterruptedException {
    try (Program run = sluice.start(command)) {
      run.awaitText(Pattern.compile(": " + stage), Duration.ofMinutes(1));
      Thread.sleep(random.nextInt(stage.equals("publishing") ? 120 : 600));
      run.kill();
    }
  }

  /** Kills some runs, looks at what readers see then, and runs once more, unhurt. */
  private void hurt(String runId, List<String> tables, int before, int now, List<String> stages)
      throws Exception {
    generation(now);
    for (String stage : stages) {
      kill(stage, command(runId, tables));
      for (String table : tables) {
        TreeSet<String> seen = new TreeSet<>(found(table));
        assertThat(
                seen.containsAll(expected(table, before))
                    || seen.containsAll(expected(table, before, now)))
            .as("%s is whole, the old or the new, after a kill at %s", table, stage)
            .isTrue();
      }
    }
    Books books = Books.of(sluice.run(command(runId, tables)));
    int good = expected("cleaned.flat", now).size();
    for (String table : tables) {
      assertThat(found(table)).as(table).isEqualTo(expected(table, before, now));
      assertThat(books.figures(table))
          .isEqualTo(
              "in %d out %d filtered 0 rejected %d deduplicated 0"
                  .formatted(good + BAD, good, BAD));
    }
    leavesNothingElse();
  }

  private void leavesNothingElse() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("lake"))) {
      assertThat(all.map(path -> folder.resolve("lake").relativize(path).toString()))
          .noneMatch(path -> path.matches("_sluice/(locks|publish|staging)/.+"));
    }
  }

  @Test
  void leaveTheOldTableOrTheNewOneAndTheNextRunMakesItGood() throws Exception {
    List<String> overwriting = List.of("cleaned.flat", "cleaned.parts");
    generation(1);
    sluice.run(command("first", List.of())).succeeds();

    hurt("", overwriting, 1, 2, List.of("writing", "publishing", "publishing", "publishing"));
    hurt("again", List.of("cleaned.log"), 1, 3, List.of("checking", "publishing", "publishing"));

    long quarantined = duck.number("SELECT count(*) FROM {_sluice/quarantine/cleaned.log}");
    assertThat(quarantined).as("rejects of two runs, each once").isEqualTo(2L * BAD);
  }
}
