package io.sluice.jobs.sink.delta;

import io.sluice.jobs.lake.delta.DeltaLake;
import io.sluice.jobs.lake.delta.DeltaSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A Delta table at a path. Opens nothing until asked, and looks anew each time. */
public final class DeltaStore {

  private final SparkSession spark;
  private final String path;

  /** Names the table at {@code path}, which need not be there yet. */
  public DeltaStore(SparkSession spark, String path) {
    this.spark = spark;
    this.path = path;
  }

  /**
   * A version of a table.
   *
   * @param id stays the same while the table lives
   * @param schema its columns, those it is partitioned by included
   * @param properties those that begin with {@code delta.}, and its owners' own
   * @param bytes the length of its files
   */
  public record DeltaState(
      String id,
      long version,
      StructType schema,
      List<String> partitionBy,
      Map<String, String> properties,
      long files,
      long bytes) {

    public DeltaState {
      partitionBy = List.copyOf(partitionBy);
      properties = Map.copyOf(properties);
    }
  }

  /** Returns whether Delta Lake is on the class path. */
  public static boolean isAvailable() {
    return DeltaLake.isAvailable();
  }

  /** Returns the settings that a session must be started with to use Delta tables. */
  public static Map<String, String> sessionSettings() {
    return DeltaLake.sessionSettings();
  }

  /** Returns the newest version; empty where there is no table. */
  public Optional<DeltaState> state() {
    return DeltaSnapshot.latest(spark, path)
        .map(
            s ->
                new DeltaState(
                    s.id(),
                    s.version(),
                    s.schema(),
                    s.partitionBy(),
                    s.properties(),
                    s.fileCount(),
                    s.bytes()));
  }

  /**
   * Returns the version of the last commit that was made in the name of {@code appId}, as the
   * committer counts them; -1 where there is none, or no table.
   */
  public long transaction(String appId) {
    return DeltaSnapshot.latest(spark, path).map(s -> s.transaction(appId)).orElse(-1L);
  }
}
