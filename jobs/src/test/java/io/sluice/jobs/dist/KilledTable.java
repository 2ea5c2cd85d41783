package io.sluice.jobs.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table whose runs are killed.
 *
 * @param name {@code <database>.<table>}
 * @param pipeline what its file says below {@code table}
 * @param columns what DuckDB is asked for
 * @param expected what must come out, sorted
 * @param steps the named steps of its publishing, as a run prints them
 */
record KilledTable(
    String name,
    String pipeline,
    String columns,
    Function<GrowingSource, List<String>> expected,
    List<String> steps) {

  private static final List<String> STEPS = List.of("publishing");

  static final List<KilledTable> ALL =
      List.of(
          new KilledTable(
              "cleaned.whole",
              """
              read:
                events: { path: raw/events, format: json, schema: "id INT, part STRING, value INT" }
              write: { mode: overwrite }
              """,
              "id, part, value",
              GrowingSource::events,
              STEPS),
          new KilledTable(
              "cleaned.days",
              """
              read:
                days:
                  path: raw/days
                  format: json
                  schema: "id INT, value INT"
                  partitions: "{day}"
              write: { mode: overwrite_partitions, partition_by: [day] }
              """,
              "day, id, value",
              GrowingSource::days,
              STEPS));

  /** Returns what a run prints at each named step of each table, so that neighbours differ. */
  static List<String> allSteps() {
    return IntStream.range(0, STEPS.size())
        .boxed()
        .flatMap(i -> ALL.stream().map(t -> t.name() + ": " + t.steps().get(i)))
        .toList();
  }

  /** Returns what it prints before that. */
  static List<String> allWork() {
    return ALL.stream()
        .flatMap(t -> Stream.of("reading", "writing").map(stage -> t.name() + ": " + stage))
        .toList();
  }

  static void writeProject(Path folder) throws IOException {
    write(
        folder.resolve("conf/env/test.yaml"),
        """
        lake: { root: lake, raw: raw }
        spark: { spark.sql.shuffle.partitions: "2" }
        """);
    for (KilledTable table : ALL) {
      write(
          folder.resolve("conf/pipelines/" + table.name().replace('.', '/') + ".yaml"),
          "table: " + table.name() + "\n" + table.pipeline());
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
