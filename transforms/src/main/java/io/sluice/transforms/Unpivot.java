package io.sluice.transforms;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.inline;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;

/**
 * Makes a row of each of several columns: its name, its value, and the columns that stay as they
 * are.
 *
 * <p>A row becomes as many rows as there are columns, in their order, those with NULL too, unless
 * {@link #withNullsDropped} is said: then they are counted as filtered. The values get the
 * narrowest type that holds every value of all the columns; where there is none, as for a number
 * and a text, that is an error. A column is named as the rows name it; one inside of a struct by
 * its path.
 *
 * <p><b>Cost:</b> narrow.
 *
 * <pre>{@code
 * Unpivot.of(List.of("sku"), List.of("jan", "feb")).withNames("month", "sold").apply(sales);
 * }</pre>
 */
public final class Unpivot implements Transform {

  private final Optional<List<String>> keys;
  private final List<String> columns;
  private final String nameColumn;
  private final String valueColumn;
  private final boolean dropNulls;

  private Unpivot(
      Optional<List<String>> keys,
      List<String> columns,
      String nameColumn,
      String valueColumn,
      boolean dropNulls) {
    this.keys = keys.map(List::copyOf);
    this.columns = List.copyOf(columns);
    this.nameColumn = Objects.requireNonNull(nameColumn, "nameColumn");
    this.valueColumn = Objects.requireNonNull(valueColumn, "valueColumn");
    this.dropNulls = dropNulls;
  }

  /**
   * Makes rows of columns and keeps some of the others; what is in neither is left out.
   *
   * @param keys the paths of the columns that stay as they are
   * @param columns the paths of those that become rows
   */
  public static Unpivot of(List<String> keys, List<String> columns) {
    return new Unpivot(Optional.of(keys), columns, "name", "value", false);
  }

  /** Makes rows of columns and keeps all others. */
  public static Unpivot columns(List<String> columns) {
    return new Unpivot(Optional.empty(), columns, "name", "value", false);
  }

  /** Says what the columns for the name and the value are called. */
  public Unpivot withNames(String nameColumn, String valueColumn) {
    return new Unpivot(keys, columns, nameColumn, valueColumn, dropNulls);
  }

  /** Leaves out rows without a value. */
  public Unpivot withNullsDropped() {
    return new Unpivot(keys, columns, nameColumn, valueColumn, true);
  }

  @Override
  public String name() {
    return "unpivot";
  }

  @Override
  public Accounting accounting() {
    return Accounting.FANS_OUT;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    if (columns.isEmpty()) {
      throw TransformErrors.nothingGiven("unpivot columns", "the list of columns is empty");
    }
    Columns all = Columns.of(rows, "unpivot");
    all.requireDistinct(all.names());
    List<Columns.Found> found = columns.stream().map(all::find).toList();
    DataType type = common(found);
    Column[] entries =
        found.stream()
            .map(
                f ->
                    struct(
                        lit(label(f.path())).as("name"),
                        expr(CastText.of(f.path().sql(), f.type(), type)).as("value")))
            .toArray(Column[]::new);
    List<Column> out = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Columns.Found key : kept(all, found)) {
      out.add(key.column().as(key.path().last()));
      names.add(key.path().last());
    }
    names.add(newName(nameColumn));
    names.add(newName(valueColumn));
    requireDistinct(all, names);
    String value = names.get(names.size() - 1);
    out.add(inline(array(entries)).as(new String[] {names.get(names.size() - 2), value}));
    Dataset<Row> entered = rows.select(all.withLineage(out));
    return dropNulls
        ? tally.keep(entered, col(FieldPath.quote(value)).isNotNull(), value + " is null")
        : entered;
  }

  private static String label(FieldPath path) {
    return path.nested() ? path.toString() : path.last();
  }

  private List<Columns.Found> kept(Columns all, List<Columns.Found> unpivoted) {
    return keys
        .orElseGet(
            () ->
                all.names().stream()
                    .filter(
                        n -> unpivoted.stream().noneMatch(u -> u.path().names().equals(List.of(n))))
                    .map(FieldPath::quote)
                    .toList())
        .stream()
        .map(all::find)
        .toList();
  }

  private static DataType common(List<Columns.Found> found) {
    DataType type = TypeNames.nullable(found.get(0).type());
    for (Columns.Found next : found) {
      DataType before = type;
      type =
          Widening.common(before, next.type())
              .orElseThrow(
                  () ->
                      TransformErrors.cannot(
                          "unpivot column",
                          next.path(),
                          "no type holds every value of "
                              + TypeNames.of(before)
                              + " and "
                              + TypeNames.of(next.type()),
                          "Cast the columns to one type before."));
    }
    return type;
  }

  private static String newName(String given) {
    FieldPath path = FieldPath.parse(given);
    if (path.nested()) {
      throw TransformErrors.nested("unpivot into", given);
    }
    if (Lineage.isLineage(path.last())) {
      throw TransformErrors.reserved("unpivot into column", given);
    }
    return path.last();
  }

  private static void requireDistinct(Columns all, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      for (String other : names.subList(0, i)) {
        if (all.same(names.get(i), other)) {
          throw TransformErrors.taken("unpivot into column", names.get(i), "another column");
        }
      }
    }
  }
}
