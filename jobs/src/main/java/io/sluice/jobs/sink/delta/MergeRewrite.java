package io.sluice.jobs.sink.delta;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.sluice.jobs.sink.Arrangement;
import io.sluice.jobs.sink.delta.DeltaCommits.Merged;
import io.sluice.jobs.sink.delta.DeltaTransaction.Added;
import io.sluice.jobs.sink.delta.DeltaTransaction.Removal;
import io.sluice.transforms.Lineage;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Takes changes into a table by writing anew the files that hold rows which they match: what these
 * hold besides, and the changes.
 *
 * <p>Delta's own MERGE joins all rows of these files with all changes, in full, to learn what
 * becomes of each; where a change always wins, it is enough to leave out the rows that it matches.
 *
 * <p>Cost: one pass over the matched columns of the table, one over the rows of the files that are
 * written anew; both narrow while the keys of the changes are few enough to be sent to all tasks.
 */
final class MergeRewrite {

  private static final String FILE = Lineage.PREFIX + "file_of_row";
  private static final String KEY = Lineage.PREFIX + "key_";

  private final SparkSession spark;
  private final MergeCommit commit;
  private final DeltaTransaction transaction;

  MergeRewrite(SparkSession spark, MergeCommit commit, DeltaTransaction transaction) {
    this.spark = spark;
    this.commit = commit;
    this.transaction = transaction;
  }

  /**
   * Carries it out, and commits.
   *
   * @param changes in the table's columns, and {@link MergeCommit#DELETED}
   * @throws IllegalStateException when other rows were written than there should be
   */
  Merged carryOut(Dataset<Row> changes, String codec) {
    TableMetadata table = transaction.metadata();
    MergeMatch match = new MergeMatch(changes, commit.matchOn(), table.partitionBy());
    Matches matches = matches(table.schema(), changes, match);
    List<Removal> touched =
        transaction.removals().stream()
            .filter(removal -> matches.files().contains(transaction.path(removal)))
            .toList();
    Dataset<Row> rows = live(table.schema(), changes);
    if (!touched.isEmpty()) {
      Dataset<Row> held = Fitted.to(table.schema(), transaction.rows(touched));
      rows = without(held, changes, match).unionAll(rows);
    }
    List<Added> added =
        transaction.write(
            new Arrangement(table.partitionBy(), List.of()).of(rows), Map.of("compression", codec));
    requireAll(added, touched, matches, match);
    transaction.commitMerge(
        added.stream().map(Added::json).toList(),
        touched,
        FilesCommitter.application(commit.appId(), commit.version()));
    return new Merged(
        match.live() - matches.updated(), matches.updated(), matches.deleted(), false);
  }

  private static Dataset<Row> live(StructType table, Dataset<Row> changes) {
    return Fitted.to(table, changes.filter(not(col(MergeCommit.DELETED))));
  }

  /** Which files hold rows that changes match, and how many. */
  private record Matches(Set<Path> files, long updated, long deleted) {}

  private Matches matches(StructType table, Dataset<Row> changes, MergeMatch match) {
    Dataset<Row> all =
        spark
            .read()
            .format("delta")
            .option("versionAsOf", transaction.version())
            .load(commit.table())
            .withColumn(FILE, col("_metadata.file_path"));
    Dataset<Row> rows = Fitted.to(table.add(FILE, DataTypes.StringType), all);
    Dataset<Row> near = match.bounds(of(rows)).map(rows::where).orElse(rows);
    Dataset<Row> keys = keys(changes, match, true);
    List<Row> found =
        near.join(keys, match.alike(of(near), renamed(keys)))
            .groupBy(FILE)
            .agg(count(when(col(MergeCommit.DELETED), 1)), count(lit(1)))
            .collectAsList();
    Set<Path> files = new HashSet<>();
    long deleted = 0;
    long matched = 0;
    for (Row file : found) {
      files.add(new Path(URI.create(file.getString(0))));
      deleted += file.getLong(1);
      matched += file.getLong(2);
    }
    return new Matches(files, matched - deleted, deleted);
  }

  private Dataset<Row> without(Dataset<Row> rows, Dataset<Row> changes, MergeMatch match) {
    Dataset<Row> keys = keys(changes, match, false);
    return rows.join(keys, match.alike(of(rows), renamed(keys)), "left_anti");
  }

  /** The matched columns under other names, since those of the table are the same. */
  private Dataset<Row> keys(Dataset<Row> changes, MergeMatch match, boolean withDeleted) {
    List<Column> columns = new ArrayList<>();
    for (String name : commit.matchOn()) {
      columns.add(col(Arrangement.quoted(name)).as(KEY + columns.size()));
    }
    if (withDeleted) {
      columns.add(col(MergeCommit.DELETED));
    }
    return match.keys(changes.select(columns.toArray(Column[]::new)));
  }

  private static Function<String, Column> of(Dataset<Row> rows) {
    return name -> rows.col(Arrangement.quoted(name));
  }

  private Function<String, Column> renamed(Dataset<Row> keys) {
    return name -> keys.col(KEY + commit.matchOn().indexOf(name));
  }

  /** Every row of the files that go is in those that come, unless a change took its place. */
  private void requireAll(
      List<Added> added, List<Removal> touched, Matches matches, MergeMatch match) {
    long held = 0;
    for (Removal removal : touched) {
      OptionalLong rows = removal.rows();
      if (rows.isEmpty()) {
        return;
      }
      held += rows.getAsLong();
    }
    long expected = held - matches.updated() - matches.deleted() + match.live();
    long written = added.stream().mapToLong(Added::rows).sum();
    if (written != expected) {
      throw new IllegalStateException(
          "Cannot merge into table: %s (%d rows were written, but it should be %d; nothing was committed). Run again."
              .formatted(commit.table(), written, expected));
    }
  }
}
