package io.sluice.jobs.sink.changes;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sort_array;

import io.sluice.jobs.pipeline.KeyedWrite;
import io.sluice.jobs.sink.delta.MergeCommit;
import io.sluice.transforms.LatestChanges;
import io.sluice.transforms.Lineage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** What changes make of a table: its rows as they are now, or all their versions. */
public final class ChangedTable {

  private static final String SNAPSHOTS = Lineage.PREFIX + "snapshots";

  private final KeyedWrite keyed;

  public ChangedTable(KeyedWrite keyed) {
    this.keyed = keyed;
  }

  /**
   * Returns what has to be kept of changes: the table's columns, the time of a version, and what
   * places a change among the others.
   */
  public Dataset<Row> kept(Dataset<Row> changes) {
    List<String> names =
        new ArrayList<>(keyed.stored(Lineage.withoutLineage(changes.schema()).fieldNames()));
    keyed.identity().stream().filter(name -> !names.contains(name)).forEach(names::add);
    return select(changes, placed(names));
  }

  /**
   * Returns what is remembered of kept changes: all of them that versions are made of; of others
   * that they were.
   */
  public Dataset<Row> remembered(Dataset<Row> changes) {
    return keyed.keepsHistory() ? changes : select(changes, placed(keyed.identity()));
  }

  private static List<String> placed(List<String> names) {
    List<String> all = new ArrayList<>(names);
    all.add(LatestChanges.ORDER);
    all.add(LatestChanges.DELETED);
    return all;
  }

  /** Returns the table's columns. */
  public StructType schema(Dataset<Row> changes) {
    return rows(changes, changes).schema();
  }

  /**
   * Returns the table's rows.
   *
   * @param changes the last change of each identity, for some of the keys or for all
   * @param all the last change of each identity
   */
  public Dataset<Row> rows(Dataset<Row> changes, Dataset<Row> all) {
    if (!keyed.keepsHistory()) {
      Dataset<Row> live = changes.filter(not(col(LatestChanges.DELETED)));
      return select(live, keyed.stored(Lineage.withoutLineage(live.schema()).fieldNames()));
    }
    Dataset<Row> versions =
        keyed.closesMissing()
            ? keyed
                .versions(changes.columns(), Optional.of(col(SNAPSHOTS)))
                .apply(changes.crossJoin(broadcast(snapshots(all))))
            : keyed.versions(changes.columns(), Optional.empty()).apply(changes);
    return select(versions, List.of(Lineage.withoutLineage(versions.schema()).fieldNames()));
  }

  /** The times of all full copies, as one array. */
  private Dataset<Row> snapshots(Dataset<Row> all) {
    Column time = Names.columns(keyed.orderBy()).get(0);
    return all.agg(sort_array(collect_set(time)).as(SNAPSHOTS));
  }

  /**
   * Returns what new changes do to a table of versions: rows to change or add, and rows to remove,
   * which {@link MergeCommit#DELETED} tells apart.
   *
   * @param changes the new ones
   * @param all the last change of each identity, new ones included
   * @param held the table as it is
   */
  public Dataset<Row> versionChanges(Dataset<Row> changes, Dataset<Row> all, Dataset<Row> held) {
    Dataset<Row> touched = select(changes, keyed.keys()).distinct();
    // Which keys a copy has not got is seen only by looking at all of them.
    boolean everyKey = keyed.closesMissing();
    Dataset<Row> versions = rows(everyKey ? all : of(all, touched), all);
    return VersionChanges.between(
        versions,
        Names.fitted(everyKey ? held : of(held, touched), versions.schema()),
        keyed.rowKeys(),
        MergeCommit.DELETED);
  }

  private Dataset<Row> of(Dataset<Row> rows, Dataset<Row> touched) {
    return VersionChanges.of(rows, touched, keyed.keys());
  }

  private static Dataset<Row> select(Dataset<Row> rows, List<String> names) {
    return rows.select(Names.columns(names).toArray(Column[]::new));
  }
}
