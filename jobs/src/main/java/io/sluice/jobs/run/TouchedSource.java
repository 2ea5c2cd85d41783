package io.sluice.jobs.run;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sluice.jobs.source.BadFile;
import io.sluice.jobs.source.Hidden;
import io.sluice.jobs.source.Source;
import io.sluice.jobs.source.SourceFile;
import io.sluice.transforms.Lineage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * An input of which some files are new: all rows of these, and of the other files the rows that
 * belong to the same partitions of the table. Malformed records of the other files were told of
 * when those were new, and are passed over.
 *
 * <p>Cost: the new files are read once more, to see which partitions they touch; all other files
 * are read too.
 */
final class TouchedSource implements Source {

  private static final String PARTITION = Lineage.PREFIX + "partition_";
  private static final String TOUCHED = Lineage.PREFIX + "touched_";

  private final Source whole;
  private final Source fresh;
  private final List<Column> partitions;

  /**
   * Makes an input.
   *
   * @param partitions what tells the partition of a row, over the columns of the input
   */
  TouchedSource(Source whole, Source fresh, List<Column> partitions) {
    this.whole = whole;
    this.fresh = fresh;
    this.partitions = List.copyOf(partitions);
  }

  @Override
  public List<SourceFile> files() {
    return whole.files();
  }

  @Override
  public StructType schema() {
    return whole.schema();
  }

  @Override
  public Dataset<Row> rows(Set<Hidden> hidden) {
    Dataset<Row> added = fresh.rows(hidden);
    Source old = old();
    return old.files().isEmpty() ? added : added.unionAll(touched(old, hidden));
  }

  private Source old() {
    Set<String> uris = new HashSet<>();
    whole.files().forEach(file -> uris.add(file.uri()));
    fresh.files().forEach(file -> uris.remove(file.uri()));
    return whole.only(uris);
  }

  private Dataset<Row> touched(Source old, Set<Hidden> hidden) {
    Dataset<Row> rows = marked(good(old, hidden), PARTITION);
    List<Column> names = new ArrayList<>();
    Column same = lit(true);
    for (int i = 0; i < partitions.size(); i++) {
      names.add(col(TOUCHED + i));
      same = same.and(col(PARTITION + i).eqNullSafe(col(TOUCHED + i)));
    }
    Dataset<Row> touched =
        marked(good(fresh, Set.of()), TOUCHED).select(names.toArray(Column[]::new)).distinct();
    List<String> technical = new ArrayList<>();
    for (int i = 0; i < partitions.size(); i++) {
      technical.add(PARTITION + i);
    }
    return rows.join(broadcast(touched), same, "left_semi").drop(technical.toArray(String[]::new));
  }

  private Dataset<Row> marked(Dataset<Row> rows, String prefix) {
    Dataset<Row> marked = rows;
    for (int i = 0; i < partitions.size(); i++) {
      marked = marked.withColumn(prefix + i, partitions.get(i));
    }
    return marked;
  }

  /** The good rows, with what is hidden in them. */
  private static Dataset<Row> good(Source source, Set<Hidden> hidden) {
    if (!source.canReject()) {
      return source.rows(hidden);
    }
    EnumSet<Hidden> more = EnumSet.of(Hidden.REASONS);
    more.addAll(hidden);
    Dataset<Row> rows = source.rows(more).filter(col(Hidden.REASONS.column()).isNull());
    return hidden.contains(Hidden.REASONS) ? rows : rows.drop(Hidden.REASONS.column());
  }

  @Override
  public Source only(Set<String> uris) {
    return new TouchedSource(whole.only(uris), fresh.only(uris), partitions);
  }

  @Override
  public boolean canReject() {
    return whole.canReject();
  }

  @Override
  public List<BadFile> unreadable() {
    return fresh.unreadable();
  }
}
