package io.sluice.jobs.sink.delta;

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
 * Between which values the rows of a table lie that changes may match. Said beside the match
 * itself, it lets Delta leave out partitions, and files by what the log says of their columns,
 * before it looks into any.
 *
 * <p>Cost: one pass over the matched columns of the changes.
 */
final class MatchBounds {

  /** So many partitions are named one by one. */
  private static final int PARTITIONS = 1000;

  private final Dataset<Row> changes;
  private final List<String> matchOn;
  private final Set<String> partitions;

  MatchBounds(Dataset<Row> changes, List<String> matchOn, List<String> partitionBy) {
    this.changes = changes;
    this.partitions =
        partitionBy.stream().map(n -> n.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    this.matchOn = matchOn.stream().filter(this::hasBounds).toList();
  }

  /** Types whose order is the same in files, in the log and in a query. */
  private boolean hasBounds(String name) {
    DataType type = changes.schema().apply(spelled(name)).dataType();
    return type instanceof ByteType
        || type instanceof ShortType
        || type instanceof IntegerType
        || type instanceof LongType
        || type instanceof DecimalType
        || type instanceof DateType
        || type instanceof StringType;
  }

  private String spelled(String name) {
    return DeltaSchemas.byName(changes.schema()).get(DeltaSchemas.key(name)).name();
  }

  /**
   * Returns a predicate that holds for all rows that a change may match; nothing where there is no
   * such bound.
   *
   * @param column gives the column of the table
   */
  Optional<Column> of(Function<String, Column> column) {
    if (matchOn.isEmpty()) {
      return Optional.empty();
    }
    List<Column> asked = new ArrayList<>();
    for (String name : matchOn) {
      Column value = col(Arrangement.quoted(name));
      asked.add(min(value));
      asked.add(max(value));
      asked.add(count(when(value.isNull(), 1)));
      asked.add(isPartition(name) ? collect_set(value) : lit(null));
    }
    Row row =
        changes.agg(asked.get(0), asked.subList(1, asked.size()).toArray(Column[]::new)).first();
    List<Column> bounds = new ArrayList<>();
    for (int i = 0; i < matchOn.size(); i++) {
      bounds.add(bound(column.apply(matchOn.get(i)), row, 4 * i));
    }
    return bounds.stream().reduce(Column::and);
  }

  private boolean isPartition(String name) {
    return partitions.contains(name.toLowerCase(Locale.ROOT));
  }

  private static Column bound(Column column, Row row, int at) {
    boolean nulls = row.getLong(at + 2) > 0;
    if (row.isNullAt(at)) {
      return nulls ? column.isNull() : lit(false);
    }
    List<Object> named = row.isNullAt(at + 3) ? List.of() : row.getList(at + 3);
    Column within =
        named.isEmpty() || named.size() > PARTITIONS
            ? column.geq(lit(row.get(at))).and(column.leq(lit(row.get(at + 1))))
            : column.isin(named.toArray());
    return nulls ? within.or(column.isNull()) : within;
  }
}
