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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of an input that belong to partitions which something new touches, and all that is new.
 * Malformed records of files that are not new were told of when they were, and are passed over.
 *
 * <p>Cost: what is new is read once more, to see which partitions it touches; all else is read too.
 */
final class TouchedSource implements Source {

  private static final String PARTITION = Lineage.PREFIX + "partition_";
  private static final String TOUCHED = Lineage.PREFIX + "touched_";

  private final Optional<Source> added;
  private final Source rest;
  private final Source touching;
  private final List<Column> partitions;

  private TouchedSource(
      Optional<Source> added, Source rest, Source touching, List<Column> partitions) {
    this.added = added;
    this.rest = rest;
    this.touching = touching;
    this.partitions = List.copyOf(partitions);
  }

  /**
   * Returns an input of files, some of which are new.
   *
   * @param partitions what tells the partition of a row, over the columns of the input
   */
  static TouchedSource beside(Source whole, Source fresh, List<Column> partitions) {
    Set<String> uris = new HashSet<>();
    whole.files().forEach(file -> uris.add(file.uri()));
    fresh.files().forEach(file -> uris.remove(file.uri()));
    return new TouchedSource(Optional.of(fresh), whole.only(uris), fresh, partitions);
  }

  /**
   * Returns the rows of a table that belong to partitions which a change touches.
   *
   * @param touching rows of these partitions, in any number
   */
  static TouchedSource of(Source table, Source touching, List<Column> partitions) {
    return new TouchedSource(Optional.empty(), table, touching, partitions);
  }

  @Override
  public List<SourceFile> files() {
    return Stream.concat(
            added.stream().flatMap(source -> source.files().stream()), rest.files().stream())
        .toList();
  }

  @Override
  public StructType schema() {
    return rest.schema();
  }

  @Override
  public Dataset<Row> rows(Set<Hidden> hidden) {
    if (added.isEmpty()) {
      return touched(hidden);
    }
    Dataset<Row> fresh = added.get().rows(hidden);
    return rest.files().isEmpty() ? fresh : fresh.unionAll(touched(hidden));
  }

  private Dataset<Row> touched(Set<Hidden> hidden) {
    Dataset<Row> rows = marked(good(rest, hidden), PARTITION);
    List<Column> names = new ArrayList<>();
    List<String> technical = new ArrayList<>();
    Column same = lit(true);
    for (int i = 0; i < partitions.size(); i++) {
      names.add(col(TOUCHED + i));
      technical.add(PARTITION + i);
      same = same.and(col(PARTITION + i).eqNullSafe(col(TOUCHED + i)));
    }
    Dataset<Row> touched =
        marked(good(touching, Set.of()), TOUCHED).select(names.toArray(Column[]::new)).distinct();
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
    return new TouchedSource(
        added.map(source -> source.only(uris)), rest.only(uris), touching, partitions);
  }

  @Override
  public boolean canReject() {
    return rest.canReject();
  }

  @Override
  public List<BadFile> unreadable() {
    return added.map(Source::unreadable).orElse(List.of());
  }
}
