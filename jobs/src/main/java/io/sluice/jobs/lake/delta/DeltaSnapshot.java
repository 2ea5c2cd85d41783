package io.sluice.jobs.lake.delta;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/** One version of a Delta table. */
public final class DeltaSnapshot {

  private final String path;
  private final Snapshot snapshot;

  private DeltaSnapshot(String path, Snapshot snapshot) {
    this.path = path;
    this.snapshot = snapshot;
  }

  /** Returns the newest version of the table at {@code path}; empty where there is no table. */
  public static Optional<DeltaSnapshot> latest(SparkSession spark, String path) {
    return DeltaLake.linked(
        "read Delta table",
        path,
        () -> {
          Snapshot newest = DeltaLog.forTableWithSnapshot(spark, path)._2();
          return newest.version() < 0
              ? Optional.empty()
              : Optional.of(new DeltaSnapshot(path, newest));
        });
  }

  /** Returns what stays the same while the table lives, whatever becomes of its columns. */
  public String id() {
    return snapshot.metadata().id();
  }

  public long version() {
    return snapshot.version();
  }

  public StructType schema() {
    return snapshot.metadata().schema();
  }

  public List<String> partitionBy() {
    return snapshot.metadata().getPartitionColumns();
  }

  /** Returns the table's properties: those that begin with {@code delta.}, and its owners' own. */
  public Map<String, String> properties() {
    return Map.copyOf(snapshot.metadata().getConfiguration());
  }

  public long files() {
    return DeltaLake.linked("read Delta table", path, snapshot::numOfFiles);
  }

  /** Returns the length of all files, in bytes. */
  public long bytes() {
    return DeltaLake.linked("read Delta table", path, snapshot::sizeInBytes);
  }

  /** Returns the last version that an application has said to have committed; -1 where none. */
  public long transaction(String appId) {
    return DeltaLake.linked(
        "read Delta table",
        path,
        () -> {
          Object version =
              JavaConverters.mapAsJavaMapConverter(snapshot.transactions()).asJava().get(appId);
          return version == null ? -1L : ((Number) version).longValue();
        });
  }
}
