package io.sluice.jobs.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;

import io.sluice.jobs.lake.delta.DeltaLake;
import io.sluice.jobs.lake.delta.DeltaSnapshot;
import io.sluice.jobs.lake.delta.DeltaSnapshot.DataFile;
import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Messages;
import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.source.records.RecordColumns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A Delta table as it was when it was opened: whatever is committed afterwards is not seen, however
 * often the rows are read.
 */
public final class DeltaSource implements Source {

  private final SparkSession spark;
  private final String name;
  private final String path;
  private final DeltaSnapshot snapshot;
  private final StructType schema;
  private final Optional<String> where;
  private final List<DataFile> files;

  private DeltaSource(
      SparkSession spark,
      String name,
      String path,
      DeltaSnapshot snapshot,
      StructType schema,
      Optional<String> where,
      List<DataFile> files) {
    this.spark = spark;
    this.name = name;
    this.path = path;
    this.snapshot = snapshot;
    this.schema = schema;
    this.where = where;
    this.files = files;
  }

  /**
   * Opens the newest version of a table.
   *
   * @param name what messages call this input
   * @param path the table's folder
   * @param schema the columns to read; absent, all that the table has
   * @param where an SQL predicate on the table's columns: files that cannot hold such rows are left
   *     out, by their partitions and by what the log says of their columns
   * @throws InvalidInputException if there is no Delta table, or the predicate does not fit
   */
  public static DeltaSource open(
      SparkSession spark,
      String name,
      String path,
      Optional<StructType> schema,
      Optional<String> where) {
    DeltaLake.require("read input " + name, path);
    DeltaSnapshot snapshot =
        DeltaSnapshot.latest(spark, path)
            .orElseThrow(
                () ->
                    refused(
                        "read input " + name,
                        path,
                        "there is no Delta table",
                        "Run the pipeline that makes it, or check the path."));
    StructType columns = RecordColumns.nullable(schema.orElseGet(snapshot::schema));
    List<DataFile> files =
        where.isEmpty() ? snapshot.files() : matching(spark, name, path, snapshot, where.get());
    return new DeltaSource(spark, name, path, snapshot, columns, where, files);
  }

  /** Delta's own reader knows which files a predicate may hold for. */
  private static List<DataFile> matching(
      SparkSession spark, String name, String path, DeltaSnapshot snapshot, String where) {
    Dataset<Row> rows = version(spark, path, snapshot.version());
    try {
      Set<String> matching = Set.of(rows.where(where).inputFiles());
      return snapshot.files().stream()
          .filter(file -> matching.contains(file.path().toString()))
          .toList();
    } catch (Exception e) {
      // Spark throws AnalysisException, which is checked and which it does not declare.
      throw refused(
          "read " + name + " where",
          where,
          String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          "Its columns are " + String.join(", ", snapshot.schema().fieldNames()) + ".");
    }
  }

  private static Dataset<Row> version(SparkSession spark, String path, long version) {
    return spark.read().format("delta").option("versionAsOf", version).load(path);
  }

  /** Returns the version that is read. */
  public long version() {
    return snapshot.version();
  }

  /** Returns what stays the same while the table lives: another table at its path has another. */
  public String id() {
    return snapshot.id();
  }

  /** Returns whether the table keeps a change feed. */
  public boolean hasChangeFeed() {
    return Boolean.parseBoolean(
        snapshot.properties().getOrDefault("delta.enableChangeDataFeed", "false"));
  }

  /**
   * Returns the rows that commits after version {@code from} added, up to the version that this is.
   * Commits that only laid rows out anew, as compaction does, are passed over.
   *
   * @throws InvalidInputException if one of them took rows away or changed them, or the log does
   *     not reach back so far
   */
  public Source added(long from) {
    DeltaSnapshot.Commits commits;
    try {
      commits = snapshot.since(from);
    } catch (IllegalStateException e) {
      throw unreachable(from, e);
    }
    if (!commits.changed().isEmpty()) {
      throw refused(
          "read what was added to input " + name,
          path,
          "version %d changed or removed rows that were read before"
              .formatted(commits.changed().get(0)),
          "Run with --full, or turn on its change feed (write.properties:"
              + " { delta.enableChangeDataFeed: true }) and read its changes.");
    }
    return new DeltaSource(spark, name, path, snapshot, schema, where, commits.added());
  }

  /**
   * Returns the rows that commits after version {@code from} inserted, changed or deleted, up to
   * the version that this is, each with {@code _change_type} (insert, update_postimage, delete),
   * {@code _commit_version} and {@code _commit_timestamp}.
   *
   * @throws InvalidInputException if the table had no change feed all that while
   */
  public Source changed(long from) {
    if (!hasChangeFeed()) {
      throw refused(
          "read changes of input " + name,
          path,
          "the table keeps no change feed",
          "Turn it on (write.properties: { delta.enableChangeDataFeed: true }), then run with"
              + " --full once.");
    }
    return ChangeFeedSource.open(spark, name, path, snapshot, from, schema, where, false);
  }

  /**
   * Returns all rows in the columns of {@link #changed}, each as one that was inserted: where a
   * reader of changes begins.
   */
  public Source inserted() {
    return new InsertFeed(this, snapshot.version());
  }

  /**
   * Returns the rows that commits after version {@code from} touched: added, removed, and changed
   * ones as they were before and after.
   *
   * @throws InvalidInputException if the log does not tell
   */
  public Source touched(long from) {
    return hasChangeFeed()
        ? ChangeFeedSource.open(spark, name, path, snapshot, from, schema, where, true)
        : added(from);
  }

  private InvalidInputException unreachable(long from, RuntimeException e) {
    return refused(
        "read what was added to input " + name,
        path,
        "its log no longer tells what happened since version %d: %s"
            .formatted(from, e.getMessage()),
        "Run with --full.");
  }

  static InvalidInputException refused(String what, String value, String reason, String remedy) {
    return new InvalidInputException(Problem.of(Messages.cannot(what, value, reason, remedy)));
  }

  @Override
  public List<SourceFile> files() {
    return files.stream()
        .map(file -> new SourceFile(uri(file), file.bytes(), file.modifiedMillis()))
        .toList();
  }

  private static String uri(DataFile file) {
    return FileListing.uri(file.path());
  }

  @Override
  public StructType schema() {
    return schema;
  }

  @Override
  public boolean canReject() {
    return false;
  }

  @Override
  public List<BadFile> unreadable() {
    return List.of();
  }

  @Override
  public Source only(Set<String> uris) {
    List<DataFile> some = files.stream().filter(file -> uris.contains(uri(file))).toList();
    return new DeltaSource(spark, name, path, snapshot, schema, where, some);
  }

  @Override
  public Dataset<Row> rows(Set<Hidden> hidden) {
    Dataset<Row> all = snapshot.rows(files);
    Dataset<Row> wanted = where.isPresent() ? all.where(where.get()) : all;
    Column file = regexp_replace(col("_metadata.file_path"), "^file:/+", "file:/");
    return wanted.select(columns(wanted.schema(), schema, hidden, file));
  }

  /** Columns that the table has not (any more) are NULL. */
  static Column[] columns(StructType held, StructType wanted, Set<Hidden> hidden, Column file) {
    Map<String, String> names = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    for (StructField field : held.fields()) {
      if (seen.add(field.name().toLowerCase(Locale.ROOT))) {
        names.put(field.name().toLowerCase(Locale.ROOT), field.name());
      }
    }
    List<Column> columns = new ArrayList<>();
    for (StructField field : wanted.fields()) {
      String own = names.get(field.name().toLowerCase(Locale.ROOT));
      Column value =
          own == null ? lit(null).cast(field.dataType()) : col("`" + own.replace("`", "``") + "`");
      columns.add(value.as(field.name()));
    }
    for (Hidden h : Hidden.values()) {
      if (hidden.contains(h)) {
        columns.add((h == Hidden.FILE ? file : lit(null).cast(h.type())).as(h.column()));
      }
    }
    return columns.toArray(Column[]::new);
  }
}
