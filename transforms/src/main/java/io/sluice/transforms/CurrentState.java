package io.sluice.transforms;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StringType;

/**
 * Makes of a log of changes the table as it is now: of each key the last row, unless its last
 * operation is a delete.
 *
 * <p>The last is the one with the highest time, then the highest sequence, then a delete before an
 * update before an insert, then whatever the whole row says, so that every run gives the same. It
 * does not matter in which order rows or files come. Rows without a time come before all others, as
 * those of a full load do. A later insert brings a deleted key back. A delete needs nothing but its
 * key.
 *
 * <p>Operations are the codes of AWS DMS unless told otherwise: {@code I}, {@code U}, {@code D} in
 * the column {@code Op}, and NULL or nothing for an insert of the full load. A row with any other
 * code, or with NULL in a key, is rejected. NaN equals NaN and -0.0 equals 0.0 in keys.
 *
 * <p>The columns for operation, time and sequence are left out of the result, unless {@link
 * #withOperationColumns()}. Keys that are gone are counted as {@code deleted}, earlier versions as
 * {@code deduplicated}. When a row's key itself is changed, the log must hold a delete of the old
 * one.
 *
 * <p><b>Cost:</b> one shuffle on the keys, to which each partition sends only its own last rows.
 *
 * <pre>{@code
 * CurrentState.by(List.of("employeeNumber")).withTime("ts").apply(changes);
 * }</pre>
 */
public final class CurrentState implements Transform {

  /** What a log of changes is told to be like. */
  private record Log(
      List<String> keys,
      String operation,
      Optional<String> time,
      List<String> sequence,
      List<String> inserts,
      List<String> updates,
      List<String> deletes,
      boolean keepColumns) {}

  private static final int DELETE = 3;

  private final Log log;

  private CurrentState(Log log) {
    this.log = log;
  }

  /** Follows changes of the rows with these keys, with the codes of AWS DMS in {@code Op}. */
  public static CurrentState by(List<String> keys) {
    return new CurrentState(
        new Log(
            List.copyOf(keys),
            "Op",
            Optional.empty(),
            List.of(),
            List.of("I"),
            List.of("U"),
            List.of("D"),
            false));
  }

  /** Names the column that holds the operation, a string. */
  public CurrentState withOperation(String column) {
    return new CurrentState(
        new Log(
            log.keys,
            column,
            log.time,
            log.sequence,
            log.inserts,
            log.updates,
            log.deletes,
            log.keepColumns));
  }

  /** Names the column that says when a change was made. */
  public CurrentState withTime(String column) {
    return new CurrentState(
        new Log(
            log.keys,
            log.operation,
            Optional.of(column),
            log.sequence,
            log.inserts,
            log.updates,
            log.deletes,
            log.keepColumns));
  }

  /** Names the columns that say in which order changes of one time were made, the first first. */
  public CurrentState withSequence(List<String> columns) {
    return new CurrentState(
        new Log(
            log.keys,
            log.operation,
            log.time,
            List.copyOf(columns),
            log.inserts,
            log.updates,
            log.deletes,
            log.keepColumns));
  }

  /** Says which codes mean what; NULL and the empty string are inserts besides. */
  public CurrentState withCodes(List<String> inserts, List<String> updates, List<String> deletes) {
    return new CurrentState(
        new Log(
            log.keys,
            log.operation,
            log.time,
            log.sequence,
            List.copyOf(inserts),
            List.copyOf(updates),
            List.copyOf(deletes),
            log.keepColumns));
  }

  /** Keeps the columns for operation, time and sequence in the result. */
  public CurrentState withOperationColumns() {
    return new CurrentState(
        new Log(
            log.keys,
            log.operation,
            log.time,
            log.sequence,
            log.inserts,
            log.updates,
            log.deletes,
            true));
  }

  @Override
  public String name() {
    return "current_state";
  }

  @Override
  public Accounting accounting() {
    return Accounting.DEDUPLICATES;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    requireSense();
    Columns columns = Columns.of(rows, "follow changes by");
    columns.requireDistinct(columns.names());
    List<Column> keys = Ranking.keys(columns, log.keys);
    String operation = operation(columns);
    Column kind = kind(col(FieldPath.quote(operation)));
    List<String> technical = new ArrayList<>(List.of(operation));
    List<Column> order = new ArrayList<>();
    List<String> times = new ArrayList<>(log.time.stream().toList());
    times.addAll(log.sequence);
    for (String time : times) {
      technical.add(columns.top(time));
      order.add(new SortKey(time, true, false).over(columns));
    }
    order.add(kind.desc());

    Dataset<Row> sound = tally.reject(rows, reasons(columns, keys, operation, kind));
    Dataset<Row> last = new Ranking(columns, keys, order).first(sound);
    List<Column> out =
        columns.names().stream()
            .filter(n -> log.keepColumns || !technical.contains(n))
            .map(n -> col(FieldPath.quote(n)))
            .toList();
    return tally.keep(last, kind.lt(DELETE), "deleted").select(columns.withLineage(out));
  }

  private void requireSense() {
    if (log.keys.isEmpty()) {
      throw TransformErrors.nothingGiven("follow changes", "the list of keys is empty");
    }
    if (log.time.isEmpty() && log.sequence.isEmpty()) {
      throw TransformErrors.cannot(
          "follow changes by",
          String.join(", ", log.keys),
          "nothing says which change is later",
          "Name a column for the time, the sequence, or both.");
    }
    Set<String> seen = new HashSet<>();
    for (List<String> codes : List.of(log.inserts, log.updates, log.deletes)) {
      for (String code : codes) {
        if (!seen.add(code)) {
          throw TransformErrors.cannot(
              "use operation code", code, "it would mean two operations", "Name it once.");
        }
      }
    }
  }

  private String operation(Columns columns) {
    String operation = columns.top(log.operation);
    Columns.Found found = columns.find(log.operation);
    if (!(found.type() instanceof StringType)) {
      throw TransformErrors.cannot(
          "read operation from column",
          operation,
          "it is " + TypeNames.article(found.type()) + ", not a string",
          "Cast it with apply_mapping first.");
    }
    return operation;
  }

  /** Returns 1, 2 or 3 for insert, update or delete, and NULL for what is none of them. */
  private Column kind(Column operation) {
    Column code = coalesce(operation, lit(""));
    return when(code.isin(log.deletes.toArray()), DELETE)
        .when(code.isin(log.updates.toArray()), 2)
        .when(code.isin(log.inserts.toArray()).or(code.equalTo("")), 1);
  }

  private Column reasons(Columns columns, List<Column> keys, String operation, Column kind) {
    List<Column> reasons = new ArrayList<>();
    reasons.add(reason(kind, operation, "unknown operation"));
    Column sound = kind.isNotNull();
    for (int i = 0; i < keys.size(); i++) {
      String key = columns.find(log.keys.get(i)).path().toString();
      reasons.add(reason(keys.get(i), key, "null key"));
      sound = sound.and(keys.get(i).isNotNull());
    }
    Column found = array_compact(array(reasons.toArray(Column[]::new)));
    return when(sound, array().cast("array<string>")).otherwise(found);
  }

  private static Column reason(Column value, String column, String what) {
    return when(value.isNull(), "current_state: " + column + ": " + what);
  }
}
