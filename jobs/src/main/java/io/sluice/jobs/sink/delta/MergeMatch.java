package io.sluice.jobs.sink.delta;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.sluice.jobs.sink.Arrangement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;

/**
 * Which rows of a table are alike with changes, said so that Spark and Delta make the best of it:
 * bounds let Delta leave out partitions, and files by what the log says of their columns, before it
 * looks into any; columns that are never NULL are compared as a plain equality; few changes go to
 * all tasks, so that the table's rows stay where they are.
 *
 * <p>Cost: one pass over the matched columns of the changes.
 */
final class MergeMatch {

  /** So many partitions are named one by one. */
  private static final int PARTITIONS = 1000;

  /** What a row costs beside its values in the table that a broadcast makes of it, in bytes. */
  private static final long ROW = 32;

  /** Of the heap, at most one such part may go into a broadcast. */
  private static final long HEAP_PART = 16;

  private static final long MOST_BROADCAST = 256L << 20;

  private final Dataset<Row> changes;
  private final List<String> matchOn;
  private final Set<String> partitions;
  private final Row facts;

  /**
   * Looks at changes.
   *
   * @param changes with {@link MergeCommit#DELETED}
   */
  MergeMatch(Dataset<Row> changes, List<String> matchOn, List<String> partitionBy) {
    this.changes = changes;
    this.matchOn = matchOn;
    this.partitions =
        partitionBy.stream().map(n -> n.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    List<Column> asked = new ArrayList<>();
    for (String name : matchOn) {
      Column value = col(Arrangement.quoted(name));
      boolean bounded = hasBounds(name);
      asked.add(bounded ? min(value) : lit(null));
      asked.add(bounded ? max(value) : lit(null));
      asked.add(count(when(value.isNull(), 1)));
      asked.add(bounded && isPartition(name) ? collect_set(value) : lit(null));
    }
    asked.add(count(when(col(MergeCommit.DELETED), 1)));
    this.facts = changes.agg(count(lit(1)), asked.toArray(Column[]::new)).first();
  }

  /** Types whose order is the same in files, in the log and in a query. */
  private boolean hasBounds(String name) {
    DataType type = DeltaSchemas.byName(changes.schema()).get(DeltaSchemas.key(name)).dataType();
    return type instanceof ByteType
        || type instanceof ShortType
        || type instanceof IntegerType
        || type instanceof LongType
        || type instanceof DecimalType
        || type instanceof DateType
        || type instanceof StringType;
  }

  private boolean isPartition(String name) {
    return partitions.contains(name.toLowerCase(Locale.ROOT));
  }

  private int at(int column) {
    return 1 + 4 * column;
  }

  /** Returns how many changes there are. */
  long changes() {
    return facts.getLong(0);
  }

  /** Returns how many of the changes are no deletes. */
  long live() {
    return changes() - facts.getLong(at(matchOn.size()));
  }

  /**
   * Returns what holds for a row of the table and a change that are alike.
   *
   * @param row gives a column of the table
   * @param change gives a column of the changes
   */
  Column alike(Function<String, Column> row, Function<String, Column> change) {
    Column all = null;
    for (int i = 0; i < matchOn.size(); i++) {
      Column own = row.apply(matchOn.get(i));
      Column other = change.apply(matchOn.get(i));
      Column same = hasNulls(i) ? own.eqNullSafe(other) : own.equalTo(other);
      all = all == null ? same : all.and(same);
    }
    return all;
  }

  private boolean hasNulls(int column) {
    return facts.getLong(at(column) + 2) > 0;
  }

  /**
   * Returns a predicate that holds for all rows that a change may match; nothing where there is no
   * such bound.
   *
   * @param row gives a column of the table
   */
  Optional<Column> bounds(Function<String, Column> row) {
    List<Column> bounds = new ArrayList<>();
    for (int i = 0; i < matchOn.size(); i++) {
      if (hasBounds(matchOn.get(i))) {
        bounds.add(bound(row.apply(matchOn.get(i)), i));
      }
    }
    return bounds.stream().reduce(Column::and);
  }

  private Column bound(Column column, int number) {
    int at = at(number);
    boolean nulls = hasNulls(number);
    if (facts.isNullAt(at)) {
      return nulls ? column.isNull() : lit(false);
    }
    List<Object> named = facts.isNullAt(at + 3) ? List.of() : facts.getList(at + 3);
    Column within =
        named.isEmpty() || named.size() > PARTITIONS
            ? column.geq(lit(facts.get(at))).and(column.leq(lit(facts.get(at + 1))))
            : column.isin(named.toArray());
    return nulls ? within.or(column.isNull()) : within;
  }

  /** Returns some columns of the changes, sent to all tasks where they are small enough. */
  Dataset<Row> keys(Dataset<Row> keys) {
    long bytes = changes() * (keys.schema().defaultSize() + ROW);
    long most = Math.min(MOST_BROADCAST, Runtime.getRuntime().maxMemory() / HEAP_PART);
    return bytes <= most ? broadcast(keys) : keys;
  }
}
