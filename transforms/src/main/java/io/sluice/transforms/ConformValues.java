package io.sluice.transforms;

import static org.apache.spark.sql.functions.not;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Replaces the values of columns by those that a table of codes gives for them.
 *
 * <p>What a table does not know rejects its row with a reason such as {@code conform_values:
 * survey: not in the table}; or it becomes NULL, or stays, see {@link #withUnmatched}. NULL stays
 * NULL and is never a reject. Values are compared as the column's type has it: in a column of
 * strings exactly, blanks and case included; in one of numbers {@code 01} is 1, and -0.0 is 0.0. An
 * entry that no value of the column can equal is an error, and so are two entries for one value.
 *
 * <p>The new values are all whole numbers (the column becomes int, or bigint where one needs it),
 * all numbers (double), all true or false (boolean) or all texts (string), unless {@link #withType}
 * says another type. The column stays where it is; a path may lead into a struct. An entry may give
 * NULL.
 *
 * <p><b>Cost:</b> narrow; one projection. In a column of strings or whole numbers a value is found
 * in the same time however long the table is; in one of another type the table is walked.
 *
 * <pre>{@code
 * ConformValues.of("survey", Map.of("Like", 1, "Dislike", 0)).apply(courses);
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> Glue has no transform for it; there it is a Map with a function.
 */
public final class ConformValues implements Transform {

  private final Map<String, Map<String, ?>> tables;
  private final Map<String, String> types;
  private final Unmatched unmatched;

  private ConformValues(
      Map<String, Map<String, ?>> tables, Map<String, String> types, Unmatched unmatched) {
    this.tables = tables;
    this.types = types;
    this.unmatched = Objects.requireNonNull(unmatched, "unmatched");
  }

  /**
   * Replaces the values of one column.
   *
   * @param table from a value, as text, to the new one: a number, a boolean, a string or NULL
   */
  public static ConformValues of(String column, Map<String, ?> table) {
    return of(Map.of(column, table));
  }

  /** Replaces the values of several columns, each by its own table. */
  public static ConformValues of(Map<String, ? extends Map<String, ?>> tables) {
    Map<String, Map<String, ?>> copy = new LinkedHashMap<>();
    tables.forEach((column, table) -> copy.put(column, new LinkedHashMap<>(table)));
    return new ConformValues(Collections.unmodifiableMap(copy), Map.of(), Unmatched.REJECT);
  }

  /**
   * Says what becomes of a value that is not in its table. One that is kept needs a column that
   * holds it and the new values alike; where there is no such type, it is an error.
   */
  public ConformValues withUnmatched(Unmatched unmatched) {
    return new ConformValues(tables, types, unmatched);
  }

  /** Says the type of a column's new values, such as {@code string} or {@code decimal(10,2)}. */
  public ConformValues withType(String column, String type) {
    Map<String, String> more = new LinkedHashMap<>(types);
    more.put(column, type);
    return new ConformValues(tables, Collections.unmodifiableMap(more), unmatched);
  }

  @Override
  public String name() {
    return "conform_values";
  }

  @Override
  public Accounting accounting() {
    return Accounting.ROW_FOR_ROW;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    if (tables.isEmpty()) {
      throw TransformErrors.nothingGiven("conform values", "no column has a table");
    }
    for (String column : types.keySet()) {
      if (!tables.containsKey(column)) {
        throw TransformErrors.cannot(
            "conform column",
            column,
            "it has a type and no table",
            "Columns with a table are " + TransformErrors.list(tables.keySet()) + ".");
      }
    }
    Columns columns = Columns.of(rows, "conform");
    FieldEdits edits = new FieldEdits();
    List<Rejection> rejections = new ArrayList<>();
    tables.forEach(
        (column, entries) -> {
          Columns.Found found = columns.find(column);
          CodeTable table =
              CodeTable.of(column, found.type(), entries, types.get(column), unmatched);
          edits.put(found.path(), table::replace);
          if (unmatched == Unmatched.REJECT) {
            rejections.add(
                Rejection.of(
                    found.column().isNotNull().and(not(table.knows(found.column()))),
                    "conform_values: " + column + ": not in the table"));
          }
        });
    return Rejection.apply(rows, rejections, tally)
        .select(columns.withLineage(edits.over(columns)));
  }
}
