package io.sluice.transforms;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Keeps of a log of changes the last change of each key, and says of each where it stands in the
 * order of all changes: so that the last of what is left of one log and of another is the last of
 * both, however changes are divided and whichever comes first.
 *
 * <p>The last change is the one with the highest order columns, the first column first, where NULL
 * is lower than anything and NaN higher than any number; then a delete after all else; then the one
 * with the highest digest of its whole row. Rows of equal digest are one. A delete is a row for
 * which {@link #withDeleteWhen} is true, not NULL; it stays, for what comes later must know of it.
 *
 * <p>With {@link #byVersion} there is a last change for each key and each value of the first order
 * column; NULL of that is a value of its own, and means: since ever.
 *
 * <p>Two columns are added. {@link #ORDER} is a struct of the order columns ({@code o1}, {@code
 * o2}, ...), {@code deleted} and {@code digest}; a change is later than another if its struct is
 * greater, see {@link #later}. {@link #DELETED} says whether it is a delete. Their fields go by
 * position, so that they can be stored and read again when a column has another name. The digest is
 * another where columns have other places or types: a row seen before and after such a change
 * counts as two changes, of which either may be the last.
 *
 * <p>A row with NULL in a key is rejected. In keys NaN equals NaN and -0.0 equals 0.0. Earlier
 * changes are counted as {@code deduplicated}.
 *
 * <p><b>Cost:</b> one shuffle on the keys, to which each partition sends only its own last changes.
 *
 * <pre>{@code
 * LatestChanges.by(List.of("id"), List.of("ts", "lsn")).withDeleteWhen("Op = 'D'").apply(changes);
 * }</pre>
 */
public final class LatestChanges implements Transform {

  /** The column that says where a change stands in the order of all changes of its key. */
  public static final String ORDER = Lineage.PREFIX + "order";

  /** The column that says whether a change is a delete. */
  public static final String DELETED = Lineage.PREFIX + "deleted";

  private static final String DIGEST = Lineage.PREFIX + "digest";
  private static final String RANK = Lineage.PREFIX + "rank";

  private final List<String> keys;
  private final List<String> orderBy;
  private final Optional<String> deleteWhen;
  private final boolean versions;

  private LatestChanges(
      List<String> keys, List<String> orderBy, Optional<String> deleteWhen, boolean versions) {
    this.keys = List.copyOf(keys);
    this.orderBy = List.copyOf(orderBy);
    this.deleteWhen = deleteWhen;
    this.versions = versions;
  }

  /**
   * Keeps the last change of each key.
   *
   * @param keys the paths of the key columns
   * @param orderBy the columns that say what is later, the first first: {@code ts} or {@code ts
   *     desc}, which are the same
   */
  public static LatestChanges by(List<String> keys, List<String> orderBy) {
    return new LatestChanges(keys, orderBy, Optional.empty(), false);
  }

  /** Says which changes are deletes: those for which {@code predicate} is true, and not NULL. */
  public LatestChanges withDeleteWhen(String predicate) {
    return new LatestChanges(keys, orderBy, Optional.of(predicate), versions);
  }

  /** Keeps the last change of each key and value of the first order column. */
  public LatestChanges byVersion() {
    return new LatestChanges(keys, orderBy, deleteWhen, true);
  }

  /**
   * Returns whether a change is later than another of its key.
   *
   * @param order the {@link #ORDER} of the change
   * @param than that of the other; NULL where there is none, than which all are later
   */
  public static Column later(Column order, Column than) {
    return than.isNull().or(order.gt(than));
  }

  @Override
  public String name() {
    return versions ? "history" : "merge";
  }

  @Override
  public Accounting accounting() {
    return Accounting.DEDUPLICATES;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    requireSense();
    // What an earlier application said of the order is said anew.
    Dataset<Row> changes = rows.drop(ORDER, DELETED);
    Columns columns = Columns.of(changes, "follow changes by");
    columns.requireDistinct(columns.names());
    List<Column> group = Ranking.keys(columns, keys);
    Column reasons = reasons(columns, group);
    List<Column> order = new ArrayList<>();
    List<Column> token = new ArrayList<>();
    for (String by : orderBy) {
      SortKey key = SortKey.latest(by);
      order.add(key.over(columns));
      token.add(columns.find(key.path()).column().as("o" + (token.size() + 1)));
    }
    if (versions) {
      group.add(columns.find(SortKey.latest(orderBy.get(0)).path()).column());
    }
    Column deleted = deleted(changes);

    List<Column> marked = new ArrayList<>(List.of(columns.withLineage(columns.all())));
    marked.add(deleted.as(DELETED));
    marked.add(Digest.of(columns.fields()).as(DIGEST));
    order.add(col(DELETED).desc());
    order.add(col(DIGEST).desc());
    // Equal rows of two files: it must not be chance whose file is named.
    order.addAll(List.of(columns.withLineage(List.of())));
    token.add(col(DELETED).as("deleted"));
    token.add(col(DIGEST).as("digest"));

    List<Column> out = new ArrayList<>(List.of(columns.withLineage(columns.all())));
    out.add(struct(token.toArray(Column[]::new)).as(ORDER));
    out.add(col(DELETED));
    Column rank =
        row_number()
            .over(
                Window.partitionBy(group.toArray(Column[]::new))
                    .orderBy(order.toArray(Column[]::new)));
    return tally
        .reject(changes, reasons)
        .select(marked.toArray(Column[]::new))
        .withColumn(RANK, rank)
        .filter(col(RANK).equalTo(1))
        .select(out.toArray(Column[]::new));
  }

  private void requireSense() {
    if (keys.isEmpty()) {
      throw TransformErrors.nothingGiven("follow changes", "the list of keys is empty");
    }
    if (orderBy.isEmpty()) {
      throw TransformErrors.cannot(
          "follow changes by",
          String.join(", ", keys),
          "nothing says which change is later",
          "Name a column that does, such as ts.");
    }
  }

  private Column deleted(Dataset<Row> changes) {
    return deleteWhen
        .map(p -> coalesce(Predicates.over(changes, "tell deletes", "tell deletes by", p), no()))
        .orElse(no());
  }

  private static Column no() {
    return lit(false);
  }

  private Column reasons(Columns columns, List<Column> values) {
    List<Column> reasons = new ArrayList<>();
    Column sound = lit(true);
    for (int i = 0; i < values.size(); i++) {
      Column missing = values.get(i).isNull();
      String key = columns.find(keys.get(i)).path().toString();
      reasons.add(when(missing, name() + ": " + key + ": null key"));
      sound = sound.and(values.get(i).isNotNull());
    }
    Column found = array_compact(array(reasons.toArray(Column[]::new)));
    return when(sound, array().cast("array<string>")).otherwise(found);
  }
}
