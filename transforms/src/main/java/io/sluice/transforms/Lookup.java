package io.sluice.transforms;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Adds columns of a small table to the rows whose keys are in it. Every row goes on, once.
 *
 * <p>The columns come last, under their own names behind a prefix if one is given; the table's keys
 * are not repeated. A row whose key is not in the table gets NULLs; or defaults, or is rejected, as
 * asked. A NULL key is in no table, unless {@link #withNullSafe()}. NaN equals NaN and -0.0 equals
 * 0.0.
 *
 * <p>A key that the table holds twice would double rows, and is an error when it runs, whether or
 * not any row has that key; only where nobody reads the columns that were looked up, Spark may
 * leave out the lookup and the error with it. Keys of two types are compared in the wider one.
 *
 * <p><b>Cost:</b> broadcast: the table is grouped by its keys and sent to every executor, which
 * must hold it in memory. The rows are not shuffled.
 *
 * <pre>{@code
 * Lookup.in(countries).on(Map.of("country", "code")).withColumns(List.of("name")).apply(offices);
 * }</pre>
 */
public final class Lookup implements Transform {

  /** What becomes of rows whose key is not in the table. */
  enum Miss {
    NULL,
    REJECT
  }

  /** What a lookup is told beside the frames. */
  record Options(
      Map<String, String> keys,
      List<String> columns,
      String prefix,
      boolean nullSafe,
      Miss miss,
      Map<String, String> defaults) {

    Options {
      keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
      columns = List.copyOf(columns);
      Objects.requireNonNull(prefix, "prefix");
      defaults = Collections.unmodifiableMap(new LinkedHashMap<>(defaults));
    }
  }

  private final Dataset<Row> table;
  private final Options options;

  private Lookup(Dataset<Row> table, Options options) {
    this.table = Objects.requireNonNull(table, "table");
    this.options = options;
  }

  /** Looks up in this table, of which all columns but the keys are taken. */
  public static Lookup in(Dataset<Row> table) {
    return new Lookup(table, new Options(Map.of(), List.of(), "", false, Miss.NULL, Map.of()));
  }

  /** Looks up by keys that bear the same names on both sides. */
  public Lookup on(String... keys) {
    return on(List.of(keys));
  }

  /** Looks up by keys that bear the same names on both sides. */
  public Lookup on(List<String> keys) {
    Map<String, String> both = new LinkedHashMap<>();
    keys.forEach(k -> both.put(k, k));
    return on(both);
  }

  /**
   * Looks up by keys that may be named differently.
   *
   * @param rowsToTable from the path of a key in the rows to that in the table
   */
  public Lookup on(Map<String, String> rowsToTable) {
    return new Lookup(
        table,
        new Options(
            rowsToTable,
            options.columns,
            options.prefix,
            options.nullSafe,
            options.miss,
            options.defaults));
  }

  /** Takes these columns of the table, in this order. */
  public Lookup withColumns(List<String> columns) {
    return new Lookup(
        table,
        new Options(
            options.keys,
            columns,
            options.prefix,
            options.nullSafe,
            options.miss,
            options.defaults));
  }

  /** Puts this before the names of the columns that are added. */
  public Lookup withPrefix(String prefix) {
    return new Lookup(
        table,
        new Options(
            options.keys,
            options.columns,
            prefix,
            options.nullSafe,
            options.miss,
            options.defaults));
  }

  /** Lets a NULL key find a NULL key. */
  public Lookup withNullSafe() {
    return new Lookup(
        table,
        new Options(
            options.keys, options.columns, options.prefix, true, options.miss, options.defaults));
  }

  /** Rejects rows whose key is not in the table. */
  public Lookup withRejectedMisses() {
    return new Lookup(
        table,
        new Options(
            options.keys,
            options.columns,
            options.prefix,
            options.nullSafe,
            Miss.REJECT,
            Map.of()));
  }

  /**
   * Gives values to rows whose key is not in the table; columns not named here get NULL.
   *
   * @param expressions from the name of a column in the table to an SQL expression over the row
   */
  public Lookup withDefaults(Map<String, String> expressions) {
    return new Lookup(
        table,
        new Options(
            options.keys,
            options.columns,
            options.prefix,
            options.nullSafe,
            Miss.NULL,
            expressions));
  }

  @Override
  public String name() {
    return "lookup";
  }

  @Override
  public Accounting accounting() {
    return Accounting.ROW_FOR_ROW;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    if (options.keys.isEmpty()) {
      throw TransformErrors.nothingGiven("look up", "there is no key to look up by");
    }
    return new LookupPlan(rows, table, options).joined(tally);
  }
}
