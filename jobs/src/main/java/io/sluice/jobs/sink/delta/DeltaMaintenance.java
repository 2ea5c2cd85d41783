package io.sluice.jobs.sink.delta;

import io.delta.tables.DeltaOptimizeBuilder;
import io.delta.tables.DeltaTable;
import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Messages;
import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.sink.Arrangement;
import io.sluice.jobs.sink.delta.DeltaStore.DeltaState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What keeps a Delta table in good shape. The caller holds the table's lock. */
public final class DeltaMaintenance {

  /**
   * How long Delta keeps files that a table no longer has, unless it is told otherwise: a reader or
   * a writer that began when they were its files has that long to end.
   */
  public static final Duration SAFE_RETENTION = Duration.ofDays(7);

  private final SparkSession spark;
  private final String path;

  /** Names the table at {@code path}. */
  public DeltaMaintenance(SparkSession spark, String path) {
    this.spark = spark;
    this.path = path;
  }

  /** What a compaction did. */
  public record Compacted(
      long filesBefore,
      long filesAfter,
      long bytesBefore,
      long bytesAfter,
      long filesRead,
      long filesWritten) {}

  /**
   * Puts the rows of many small files into few big ones. The rows stay the same; readers go on with
   * the files that they have. Cost: reads and writes the files that are smaller than {@code
   * targetFileBytes}; with {@code zOrderBy}, all files, with a shuffle.
   *
   * @param where an SQL predicate on the columns that the table is partitioned by
   * @param zOrderBy columns by whose values rows are brought near each other, so that queries on
   *     them skip files
   * @param targetFileBytes empty for Delta's own, which is 1 GiB
   * @throws InvalidInputException when there is no table, or predicate or columns do not fit
   */
  public Compacted compact(
      Optional<String> where,
      List<String> zOrderBy,
      OptionalLong targetFileBytes,
      Optional<String> compression) {
    DeltaState before = state("compact table");
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.sql.parquet.compression.codec", DeltaLayout.codec(compression));
    targetFileBytes.ifPresent(
        bytes -> {
          settings.put("spark.databricks.delta.optimize.maxFileSize", String.valueOf(bytes));
          settings.put("spark.databricks.delta.optimize.minFileSize", String.valueOf(bytes));
        });
    Row metrics;
    try {
      DeltaOptimizeBuilder builder =
          DeltaTable.forPath(OwnSession.of(spark, settings), path).optimize();
      DeltaOptimizeBuilder chosen = where.isPresent() ? builder.where(where.get()) : builder;
      Dataset<Row> result =
          zOrderBy.isEmpty()
              ? chosen.executeCompaction()
              : chosen.executeZOrderBy(
                  zOrderBy.stream().map(Arrangement::quoted).toArray(String[]::new));
      metrics = result.select("metrics.numFilesRemoved", "metrics.numFilesAdded").first();
    } catch (Exception e) {
      // Spark throws AnalysisException, which is checked and which it does not declare.
      throw refused(e, before, where, zOrderBy);
    }
    DeltaState after = state("compact table");
    return new Compacted(
        before.files(),
        after.files(),
        before.bytes(),
        after.bytes(),
        metrics.getLong(0),
        metrics.getLong(1));
  }

  private RuntimeException refused(
      Exception e, DeltaState table, Optional<String> where, List<String> zOrderBy) {
    boolean analysis = e instanceof org.apache.spark.sql.AnalysisException;
    if (!analysis && !(e instanceof IllegalArgumentException)) {
      return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
    }
    String asked =
        String.join(
            " ",
            where.map(predicate -> "where " + predicate).orElse(""),
            zOrderBy.isEmpty() ? "" : "z-order " + String.join(", ", zOrderBy));
    return invalid(
        "compact table",
        path + " " + asked.strip(),
        String.valueOf(e.getMessage()).lines().findFirst().orElse("?"),
        "It is partitioned by [%s]: --where is for these, --z-order for others."
            .formatted(String.join(", ", table.partitionBy())));
  }

  /**
   * What a vacuum did, or would do.
   *
   * @param files those deleted
   * @param bytes their length
   */
  public record Vacuumed(long files, long bytes) {}

  /**
   * Deletes files in the table's folder that the table does not have, and has not had for {@code
   * retention}: those of old versions, and those that writers left who never committed. It cannot
   * be undone.
   *
   * @param retention empty for the table's own, which is {@link #SAFE_RETENTION} unless its
   *     properties say otherwise
   * @param forced whether a shorter retention than that is all right
   * @param dryRun whether to delete nothing
   * @throws InvalidInputException when there is no table, or the retention is too short
   */
  public Vacuumed vacuum(Optional<Duration> retention, boolean forced, boolean dryRun) {
    state("vacuum table");
    Duration kept = retention.orElse(SAFE_RETENTION);
    if (kept.compareTo(SAFE_RETENTION) < 0 && !forced) {
      throw invalid(
          "vacuum table",
          path,
          "files that it had %d hours ago may still be read or about to be committed"
              .formatted(kept.toHours()),
          "Use at least --retention 168h; or, when nothing else reads or writes the table, --force.");
    }
    if (kept.toMinutes() % 60 != 0) {
      throw invalid("vacuum table", path, kept + " is no whole number of hours", "Round it up.");
    }
    Map<String, String> settings = new HashMap<>();
    // Else VACUUM lists the folders of any table in 10,000 tasks.
    settings.put(
        "spark.sql.sources.parallelPartitionDiscovery.parallelism",
        String.valueOf(Math.max(8, 4 * spark.sparkContext().defaultParallelism())));
    if (forced) {
      settings.put("spark.databricks.delta.retentionDurationCheck.enabled", "false");
    }
    SparkSession own = OwnSession.of(spark, settings);
    String vacuum =
        "VACUUM delta.%s%s"
            .formatted(
                Arrangement.quoted(path),
                retention.map(r -> " RETAIN " + r.toHours() + " HOURS").orElse(""));
    Vacuumed found = garbage(own, vacuum);
    if (!dryRun) {
      run(own, vacuum);
    }
    return found;
  }

  private Vacuumed garbage(SparkSession own, String vacuum) {
    LakeFiles files = new LakeFiles(spark.sparkContext().hadoopConfiguration());
    long count = 0;
    long bytes = 0;
    for (Row row : run(own, vacuum + " DRY RUN")) {
      OptionalLong length = files.length(row.getString(0));
      count += length.isPresent() ? 1 : 0;
      bytes += length.orElse(0);
    }
    return new Vacuumed(count, bytes);
  }

  private List<Row> run(SparkSession own, String statement) {
    try {
      return own.sql(statement).collectAsList();
    } catch (IllegalArgumentException e) {
      throw invalid(
          "vacuum table",
          path,
          String.valueOf(e.getMessage()).lines().findFirst().orElse("?"),
          "Use a longer --retention; or, when nothing else reads or writes the table, --force.");
    }
  }

  private DeltaState state(String what) {
    return new DeltaStore(spark, path)
        .state()
        .orElseThrow(
            () -> invalid(what, path, "there is no Delta table", "Run its pipeline first."));
  }

  private static InvalidInputException invalid(
      String what, String value, String reason, String remedy) {
    return new InvalidInputException(Problem.of(Messages.cannot(what, value, reason, remedy)));
  }
}
