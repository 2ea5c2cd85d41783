package io.sluice.jobs.sink.delta;

import io.sluice.jobs.pipeline.OnSchemaChange;
import io.sluice.transforms.LatestChanges;
import java.util.List;
import java.util.Map;

/**
 * A commit that takes changes into a table: rows that are there give way to changed ones, new ones
 * join them, deleted ones go. Plain data, so that it can be written down before it is carried out.
 *
 * @param table the table's folder; where there is no table yet, one is made
 * @param appId in whose name it is made
 * @param version its number among those of {@code appId}; it is done when the table knows this
 *     number or a higher one
 * @param changes a folder of Parquet files with the columns of {@code schema} and {@link #DELETED};
 *     no two rows of it are alike in {@code matchOn}
 * @param matchOn the columns in which a change and a row of the table are alike; NULL equals NULL
 * @param schema the columns of the changes, as Spark's JSON
 * @param partitionBy how a new table is partitioned
 * @param properties properties of the table to set
 * @param onSchemaChange what becomes of columns that the table does not have
 */
public record MergeCommit(
    String table,
    String appId,
    long version,
    String changes,
    List<String> matchOn,
    String schema,
    List<String> partitionBy,
    Map<String, String> properties,
    OnSchemaChange onSchemaChange) {

  /** A column of the changes: true where the row is to go. */
  public static final String DELETED = LatestChanges.DELETED;

  public MergeCommit {
    matchOn = List.copyOf(matchOn);
    partitionBy = List.copyOf(partitionBy);
    properties = Map.copyOf(properties);
  }
}
