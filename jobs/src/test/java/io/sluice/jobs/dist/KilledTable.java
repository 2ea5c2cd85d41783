package io.sluice.jobs.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * A table whose runs are killed.
 *
 * @param name {@code <database>.<table>}
 * @param pipeline what its file says below {@code table}
 * @param columns what DuckDB is asked for
 * @param expected what must come out, sorted
 * @param grows whether rows are only ever added
 * @param counts what its ledgers must come to together, where each record is read once
 */
record KilledTable(
    String name,
    String pipeline,
    String columns,
    Function<GrowingSource, List<String>> expected,
    boolean grows,
    Optional<Counts> counts) {

  /** How many records there are, and how many of them are rejected. */
  record Counts(ToLongFunction<GrowingSource> records, ToLongFunction<GrowingSource> rejected) {
    static final Counts OF_EVENTS =
        new Counts(GrowingSource::eventRecords, GrowingSource::brokenEvents);
    static final Counts OF_CHANGES =
        new Counts(GrowingSource::changeRecords, GrowingSource::keylessChanges);
  }

  private static final List<String> STEPS =
      List.of("intent", "commit", "files", "ledger", "bookmark", "clearing");

  private static final String EVENTS =
      """
      read:
        events: { path: raw/events, format: json, schema: "id INT, part STRING, value INT" }
      load: incremental
      """;
  private static final String CHANGES =
      """
      read:
        changes: { path: raw/changes, format: parquet }
      load: incremental
      """;

  static final List<KilledTable> ALL =
      List.of(
          new KilledTable(
              "cleaned.added",
              EVENTS + "write: { format: parquet, mode: append }",
              "id, part, value",
              GrowingSource::events,
              true,
              Optional.of(Counts.OF_EVENTS)),
          new KilledTable(
              "cleaned.days",
              """
              read:
                days:
                  path: raw/days
                  format: json
                  schema: "id INT, value INT"
                  partitions: "{day}"
              load: incremental
              write: { format: parquet, mode: overwrite_partitions, partition_by: [day] }
              """,
              "day, id, value",
              GrowingSource::days,
              false,
              Optional.empty()),
          new KilledTable(
              "cleaned.totals",
              EVENTS
                  + """
                  steps:
                    - aggregate:
                        group_by: [part]
                        values: { events: count(*), total: sum(value) }
                  write: { format: parquet, mode: overwrite_partitions, partition_by: [part] }
                  """,
              "part, events, total",
              GrowingSource::totals,
              false,
              Optional.empty()),
          new KilledTable(
              "cleaned.added_delta",
              EVENTS + "write: { format: delta, mode: append, partition_by: [part] }",
              "id, part, value",
              GrowingSource::events,
              true,
              Optional.of(Counts.OF_EVENTS)),
          new KilledTable(
              "cleaned.state",
              CHANGES
                  + """
                  write:
                    format: delta
                    mode: merge
                    keys: [id]
                    order_by: [ts]
                    delete_when: Op = 'D'
                    drop_fields: [Op, ts]
                  """,
              "id, name, value",
              GrowingSource::state,
              false,
              Optional.of(Counts.OF_CHANGES)),
          new KilledTable(
              "cleaned.versions",
              CHANGES
                  + """
                  write:
                    format: delta
                    mode: history
                    keys: [id]
                    order_by: [ts]
                    delete_when: Op = 'D'
                    drop_fields: [Op, ts]
                  """,
              "id, name, value, epoch_us(valid_from) // 1000000,"
                  + " coalesce((epoch_us(valid_to) // 1000000)::VARCHAR, 'open'), is_current",
              GrowingSource::history,
              false,
              Optional.of(Counts.OF_CHANGES)));

  /** Returns what a run prints at each named step of each table. */
  static List<String> allSteps() {
    return ALL.stream()
        .flatMap(t -> STEPS.stream().map(step -> t.name() + ": publishing: " + step))
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
