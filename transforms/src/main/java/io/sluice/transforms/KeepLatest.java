package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps one row a key: the latest, by columns that say what is later.
 *
 * <p>An order column that says nothing of its direction counts as {@code desc}: the highest value
 * is the latest, and NULL the oldest. Write {@code asc}, {@code nulls first} or {@code nulls last}
 * for another order. NaN is higher than any number. Where the order ties, all columns of the row
 * decide, so that every run keeps the same row, and never two as {@code RANK() = 1} does; equal
 * rows are one.
 *
 * <p>NULL equals NULL, NaN equals NaN and -0.0 equals 0.0: rows with NULL keys are a group like any
 * other, of which one stays. Filter them first if a NULL key says that it is not known.
 *
 * <p>Rows that are older are counted as {@code deduplicated}; those that are left out though no
 * column of the order puts them behind the row that stays, as {@code tie on ts}.
 *
 * <p><b>Cost:</b> one shuffle on the keys, to which each partition sends only its own latest rows.
 * While rows are counted, the latest of each key and what ties with it are sorted once more.
 *
 * <pre>{@code
 * KeepLatest.by(List.of("customerId"), List.of("ts")).apply(customers);
 * }</pre>
 */
public final class KeepLatest implements Transform {

  private static final String RANK = Lineage.PREFIX + "rank";

  private final List<String> keys;
  private final List<String> orderBy;

  private KeepLatest(List<String> keys, List<String> orderBy) {
    this.keys = List.copyOf(keys);
    this.orderBy = List.copyOf(orderBy);
  }

  /**
   * Keeps the latest of the rows with equal keys.
   *
   * @param keys the paths of the key columns
   * @param orderBy what is later, the first column first: {@code ts}, {@code version desc nulls
   *     first}, {@code priority asc}
   */
  public static KeepLatest by(List<String> keys, List<String> orderBy) {
    return new KeepLatest(keys, orderBy);
  }

  @Override
  public String name() {
    return "keep_latest";
  }

  @Override
  public Accounting accounting() {
    return Accounting.DEDUPLICATES;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    if (keys.isEmpty()) {
      throw TransformErrors.nothingGiven("keep the latest rows", "the list of keys is empty");
    }
    if (orderBy.isEmpty()) {
      throw TransformErrors.cannot(
          "keep the latest rows by",
          String.join(", ", keys),
          "nothing says which row is later",
          "Name a column that does, such as updated_at.");
    }
    Columns columns = Columns.of(rows, "compare");
    columns.requireDistinct(columns.names());
    List<Column> order = orderBy.stream().map(o -> SortKey.descending(o).over(columns)).toList();
    Ranking ranking = new Ranking(columns, Ranking.keys(columns, keys), order);
    if (!tally.counting()) {
      return ranking.first(rows);
    }
    // The rows that tie must be seen to be counted; the older ones still go before the shuffle.
    Dataset<Row> tied = ranking.firstAndTies(rows).withColumn(RANK, ranking.position());
    return tally
        .distinct(tied, col(RANK).equalTo(1), "tie on " + String.join(", ", orderBy))
        .select(columns.withLineage(columns.all()));
  }
}
