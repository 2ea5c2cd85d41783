package io.sluice.jobs.sink.delta;

import io.sluice.jobs.lake.LakeFiles.FileState;
import io.sluice.jobs.lake.delta.DeltaLake;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaConfigs$;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.DeltaOptions;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.FileAction;
import org.apache.spark.sql.delta.actions.Metadata;
import scala.Option;
import scala.Some;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * A transaction on a Delta table.
 *
 * <p>Delta's public API can write files only together with the commit that shows them. To look at
 * the books in between, this uses the class beneath that API, which may change with any version of
 * Delta Lake. So all use of it is here; actions go in and out as the JSON of the Delta protocol,
 * which does not change, rather than through constructors, which do.
 */
final class DeltaTransaction {

  private static final String WRITE = "write Delta table";

  private final SparkSession spark;
  private final String path;
  private final DeltaLog log;
  private final OptimisticTransaction transaction;
  private boolean altered;

  private DeltaTransaction(SparkSession spark, String path, DeltaLog log) {
    this.spark = spark;
    this.path = path;
    this.log = log;
    this.transaction = log.startTransaction(Option.empty(), Option.empty());
  }

  /** Begins on the newest version of the table at {@code path}, which need not be there. */
  static DeltaTransaction begin(SparkSession spark, String path) {
    return linked(path, () -> new DeltaTransaction(spark, path, DeltaLog.forTable(spark, path)));
  }

  /**
   * Returns properties with their names spelled as Delta spells them.
   *
   * @throws IllegalArgumentException when Delta knows no such property, or not with that value
   */
  static Map<String, String> canonical(Map<String, String> properties) {
    return linked(
        "properties",
        () -> {
          try {
            return Map.copyOf(
                JavaConverters.mapAsJavaMapConverter(
                        DeltaConfigs$.MODULE$.validateConfigurations(scalaMap(properties)))
                    .asJava());
          } catch (Exception e) {
            // Among them AnalysisException, which is checked and which Delta does not declare.
            throw new IllegalArgumentException(
                String.valueOf(e.getMessage()).lines().findFirst().orElse("?"), e);
          }
        });
  }

  private static scala.collection.immutable.Map<String, String> scalaMap(Map<String, String> map) {
    return scala.collection.immutable.Map$.MODULE$
        .<String, String>empty()
        .$plus$plus(JavaConverters.mapAsScalaMapConverter(map).asScala());
  }

  /** A data file, and what Delta's log has to say of it. */
  record Added(String json, FileState file, Map<String, String> partition, long rows) {}

  boolean tableExists() {
    return transaction.readVersion() >= 0;
  }

  /** Returns the version that it began on; -1 where there was no table. */
  long version() {
    return transaction.readVersion();
  }

  /** Returns the number of the last commit in the name of {@code appId}; -1 where none. */
  long done(String appId) {
    return linked(path, () -> transaction.txnVersion(appId));
  }

  /** Returns how the table is, or will be after {@link #become}. */
  TableMetadata metadata() {
    return linked(path, () -> TableMetadata.parse(transaction.metadata().json()));
  }

  /**
   * Changes what the log says of the table, in the same commit as all else.
   *
   * @param replaces whether the rows that are there give way, so that any change is possible
   */
  void become(TableMetadata metadata, boolean replaces) {
    run(
        () -> {
          Metadata action = (Metadata) Action.fromJson(metadata.json());
          if (!tableExists()) {
            transaction.updateMetadataForNewTable(action);
          } else if (replaces) {
            transaction.updateMetadataForTableOverwrite(action);
          } else {
            transaction.updateMetadata(action, false);
          }
          altered = true;
        });
  }

  /** Writes rows into the table's folder. No reader sees the files. */
  List<Added> write(Dataset<Row> rows, Map<String, String> options) {
    return linked(
        path,
        () -> {
          DeltaOptions given = new DeltaOptions(scalaMap(options), spark.sessionState().conf());
          List<Added> added = new ArrayList<>();
          for (FileAction action : list(transaction.writeFiles(rows, new Some<>(given)))) {
            added.add(added((AddFile) action));
          }
          return added;
        });
  }

  private Added added(AddFile action) {
    Option<Object> rows = action.numLogicalRecords();
    if (rows.isEmpty()) {
      throw new IllegalStateException(
          "Cannot count rows of file: %s (Delta wrote no statistics). Set spark.databricks.delta.stats.collect to true."
              .formatted(action.path()));
    }
    Path file = action.absolutePath(log);
    return new Added(
        action.json(),
        new FileState(file.toString(), action.size(), action.modificationTime()),
        partition(action),
        ((Number) rows.get()).longValue());
  }

  /** NULL stands for itself, so this is no immutable map. */
  private static Map<String, String> partition(AddFile action) {
    return new HashMap<>(JavaConverters.mapAsJavaMapConverter(action.partitionValues()).asJava());
  }

  /**
   * Reads which files the table has, and returns their removals, by the partition that they are in.
   * Another writer's commit in the meantime then makes this one fail.
   */
  List<Removal> removals() {
    return linked(
        path,
        () -> {
          List<Removal> removals = new ArrayList<>();
          for (AddFile file : list(transaction.filterFiles())) {
            removals.add(new Removal(partition(file), file));
          }
          return removals;
        });
  }

  /** A file that the table has, which may be taken out of it. */
  static final class Removal {

    private final Map<String, String> partition;
    private final AddFile file;

    private Removal(Map<String, String> partition, AddFile file) {
      this.partition = partition;
      this.file = file;
    }

    Map<String, String> partition() {
      return partition;
    }

    /** Returns how many rows it has; empty where the log does not tell. */
    OptionalLong rows() {
      Option<Object> rows = file.numLogicalRecords();
      return rows.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(((Number) rows.get()).longValue());
    }
  }

  /** Returns where a file lies, in full. */
  Path path(Removal removal) {
    return removal.file.absolutePath(log);
  }

  /** Returns the rows of files that the table had when this began. */
  Dataset<Row> rows(List<Removal> files) {
    return linked(
        path,
        () ->
            log.createDataFrame(
                transaction.snapshot(),
                seq(files.stream().map(removal -> removal.file).toList()),
                false,
                Option.empty()));
  }

  /**
   * Commits, as a write of files.
   *
   * @param added files, as JSON
   * @param application the transaction of an application that this is, as JSON; null where none
   */
  void commit(SaveMode mode, List<String> added, List<Removal> removed, String application) {
    Seq<String> partitions = seq(transaction.metadata().getPartitionColumns());
    commit(
        new DeltaOperations.Write(mode, new Some<>(partitions), Option.empty(), Option.empty()),
        added,
        removed,
        application);
  }

  /** Commits, as a merge. The parameters are those of the other. */
  void commitMerge(List<String> added, List<Removal> removed, String application) {
    commit(
        new DeltaOperations.Merge(
            Option.empty(),
            Option.empty(),
            Option.empty(),
            Option.empty(),
            seq(List.of()),
            seq(List.of()),
            seq(List.of())),
        added,
        removed,
        application);
  }

  private void commit(
      DeltaOperations.Operation operation,
      List<String> added,
      List<Removal> removed,
      String application) {
    run(
        () -> {
          List<Action> actions = new ArrayList<>();
          if (application != null) {
            actions.add(Action.fromJson(application));
          }
          removed.forEach(removal -> actions.add(removal.file.remove()));
          added.forEach(json -> actions.add(Action.fromJson(json)));
          if (actions.isEmpty() && !altered) {
            return;
          }
          transaction.commit(seq(actions), operation);
        });
  }

  private static <T> List<T> list(Seq<T> seq) {
    return JavaConverters.seqAsJavaListConverter(seq).asJava();
  }

  private static <T> Seq<T> seq(List<T> list) {
    return JavaConverters.asScalaBufferConverter(list).asScala().toSeq();
  }

  private void run(Runnable action) {
    linked(
        path,
        () -> {
          action.run();
          return null;
        });
  }

  private static <T> T linked(String path, Supplier<T> action) {
    return DeltaLake.linked(WRITE, path, action);
  }
}
