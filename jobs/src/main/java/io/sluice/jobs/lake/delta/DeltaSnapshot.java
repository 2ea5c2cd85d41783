package io.sluice.jobs.lake.delta;

import io.sluice.jobs.pipeline.Messages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddCDCFile;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.CommitInfo;
import org.apache.spark.sql.delta.actions.RemoveFile;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** One version of a Delta table. */
public final class DeltaSnapshot {

  private static final String READ = "read Delta table";

  private final String path;
  private final Snapshot snapshot;

  private DeltaSnapshot(String path, Snapshot snapshot) {
    this.path = path;
    this.snapshot = snapshot;
  }

  /** A data file of a table. */
  public static final class DataFile {

    private final AddFile file;
    private final Path path;

    private DataFile(AddFile file, Path path) {
      this.file = file;
      this.path = path;
    }

    /** Returns where it lies, in full. */
    public Path path() {
      return path;
    }

    /** Returns its length. */
    public long bytes() {
      return file.size();
    }

    public long modifiedMillis() {
      return file.modificationTime();
    }
  }

  /** Returns the newest version of the table at {@code path}; empty where there is no table. */
  public static Optional<DeltaSnapshot> latest(SparkSession spark, String path) {
    return DeltaLake.linked(
        READ,
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

  /** Returns how many files it has. */
  public long fileCount() {
    return DeltaLake.linked(READ, path, snapshot::numOfFiles);
  }

  /** Returns the length of all files, in bytes. */
  public long bytes() {
    return DeltaLake.linked(READ, path, snapshot::sizeInBytes);
  }

  /** Returns the last version that an application has said to have committed; -1 where none. */
  public long transaction(String appId) {
    return DeltaLake.linked(
        READ,
        path,
        () -> {
          Object version =
              JavaConverters.mapAsJavaMapConverter(snapshot.transactions()).asJava().get(appId);
          return version == null ? -1L : ((Number) version).longValue();
        });
  }

  /** Returns all of its files, in order of their paths. */
  public List<DataFile> files() {
    return DeltaLake.linked(READ, path, () -> sorted(snapshot.allFiles().collectAsList()));
  }

  /** Returns the rows of some of its files, or of files that earlier versions added. */
  public Dataset<Row> rows(List<DataFile> files) {
    return DeltaLake.linked(
        READ,
        path,
        () -> {
          List<AddFile> added = files.stream().map(f -> f.file).toList();
          Seq<AddFile> chosen = JavaConverters.asScalaBufferConverter(added).asScala().toSeq();
          return snapshot.deltaLog().createDataFrame(snapshot, chosen, false, Option.empty());
        });
  }

  /**
   * What commits did to rows.
   *
   * @param added files whose rows are new
   * @param changed the versions that took rows away or changed them
   */
  public record Commits(List<DataFile> added, List<Long> changed) {}

  /**
   * Returns what the commits after version {@code from}, up to this one, did to rows. Those that
   * only laid rows out anew did nothing.
   *
   * @throws IllegalStateException when the log does not reach back so far
   */
  public Commits since(long from) {
    List<AddFile> added = new ArrayList<>();
    List<Long> changed = new ArrayList<>();
    eachCommit(
        from,
        (version, actions) -> {
          boolean changes = false;
          for (Action action : actions) {
            if (action instanceof AddFile file && file.dataChange()) {
              added.add(file);
            } else if (action instanceof RemoveFile file) {
              changes |= file.dataChange();
            }
          }
          if (changes) {
            changed.add(version);
          }
        });
    return new Commits(sorted(added), List.copyOf(changed));
  }

  private void eachCommit(long from, BiConsumer<Long, List<Action>> visitor) {
    DeltaLake.linked(
        READ,
        path,
        () -> {
          Iterator<Tuple2<Object, Seq<Action>>> commits =
              snapshot.deltaLog().getChanges(from + 1, false);
          for (long version = from + 1; version <= version(); version++) {
            Tuple2<Object, Seq<Action>> commit = commits.hasNext() ? commits.next() : null;
            if (commit == null || ((Number) commit._1()).longValue() != version) {
              throw new IllegalStateException(
                  Messages.cannot(READ, path, "its log no longer tells of version " + version, ""));
            }
            visitor.accept(version, JavaConverters.seqAsJavaListConverter(commit._2()).asJava());
          }
          return null;
        });
  }

  /**
   * A commit that changed rows, as a file.
   *
   * @param path where the log tells of it
   * @param bytes the length of the files that it added, of changed rows included
   */
  public record CommitFile(long version, Path path, long bytes, long modifiedMillis) {}

  /**
   * Returns the commits after version {@code from}, up to this one, that changed rows.
   *
   * @throws IllegalStateException when the log does not reach back so far
   */
  public List<CommitFile> commits(long from) {
    List<CommitFile> commits = new ArrayList<>();
    eachCommit(
        from,
        (version, actions) -> {
          long bytes = 0;
          boolean changes = false;
          long time = 0;
          for (Action action : actions) {
            if (action instanceof CommitInfo info) {
              time = info.timestamp().getTime();
            } else if (action instanceof AddFile file) {
              changes |= file.dataChange();
              bytes += file.size();
            } else if (action instanceof RemoveFile file) {
              changes |= file.dataChange();
            } else if (action instanceof AddCDCFile file) {
              changes = true;
              bytes += file.size();
            }
          }
          if (changes) {
            Path log = snapshot.deltaLog().logPath();
            Path file = new Path(log, "%020d.json".formatted(version));
            commits.add(new CommitFile(version, file, bytes, time));
          }
        });
    return List.copyOf(commits);
  }

  private List<DataFile> sorted(List<AddFile> files) {
    return files.stream()
        .map(file -> new DataFile(file, file.absolutePath(snapshot.deltaLog())))
        .sorted(Comparator.comparing(file -> file.path().toString()))
        .toList();
  }
}
