package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.explode_outer;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.posexplode_outer;
import static org.apache.spark.sql.functions.size;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.MapType;

/**
 * Makes one row of each element of an array, or of each entry of a map.
 *
 * <p>The element takes the array's place, and its name unless {@link #withInto} gives another; of a
 * map, {@code key} and {@code value} stand there. That holds for an array inside a struct too: the
 * struct stays, with the element in it. All other columns, lineage too, are repeated. An element
 * that is NULL makes a row.
 *
 * <p>A row whose array is empty or NULL gives no row, and is counted under {@code empty <column>}
 * or {@code null <column>}. With {@link #withOuter} it gives one row, with NULL for the element,
 * its position and a map's key.
 *
 * <p><b>Cost:</b> narrow. The array itself is not carried along.
 *
 * <pre>{@code
 * Explode.of("users").withInto("user").withPosition("n").apply(departments);
 * }</pre>
 */
public final class Explode implements Transform {

  private static final String POSITION = Lineage.PREFIX + "position";
  private static final String KEY = Lineage.PREFIX + "key";
  private static final String VALUE = Lineage.PREFIX + "value";

  private final String path;
  private final List<String> into;
  private final Optional<String> position;
  private final boolean outer;

  private Explode(String path, List<String> into, Optional<String> position, boolean outer) {
    this.path = Objects.requireNonNull(path, "path");
    this.into = List.copyOf(into);
    this.position = position;
    this.outer = outer;
  }

  /**
   * Explodes an array or a map.
   *
   * @param path a column, or the path to a field inside its structs
   */
  public static Explode of(String path) {
    return new Explode(path, List.of(), Optional.empty(), false);
  }

  /** Names the element. */
  public Explode withInto(String name) {
    return withInto(List.of(name));
  }

  /** Names the element of an array, or the key and the value of a map. */
  public Explode withInto(List<String> names) {
    return new Explode(path, names, position, outer);
  }

  /** Adds a last column, an int, that says where the element stood: 0 for the first. */
  public Explode withPosition(String column) {
    return new Explode(path, into, Optional.of(column), outer);
  }

  /** Keeps rows whose array is empty or NULL, with NULL for the element. */
  public Explode withOuter() {
    return new Explode(path, into, position, true);
  }

  @Override
  public String name() {
    return "explode";
  }

  @Override
  public Accounting accounting() {
    return Accounting.FANS_OUT;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    Columns columns = Columns.of(rows, "explode");
    columns.requireDistinct(columns.names());
    Columns.Found found = columns.find(path);
    List<String> names = names(found);
    List<Column> elements = new ArrayList<>();
    if (names.size() == 2) {
      elements.add(col(KEY).as(names.get(0)));
    }
    elements.add(col(VALUE).as(names.get(names.size() - 1)));
    List<Column> out =
        new Replacement(columns, "explode into column").of(found.path(), names, elements);
    position.ifPresent(p -> out.add(col(POSITION).as(position(columns, found, names))));

    List<Column> made = new ArrayList<>(columns.all());
    made.add(generator(found.column(), names.size() == 2));
    return kept(rows, tally, found)
        .select(columns.withLineage(made))
        .select(columns.withLineage(out));
  }

  private Dataset<Row> kept(Dataset<Row> rows, Tally tally, Columns.Found found) {
    if (outer) {
      return rows;
    }
    Column array = found.column();
    Dataset<Row> there = tally.keep(rows, array.isNotNull(), "null " + found.path());
    return tally.keep(there, size(array).gt(0), "empty " + found.path());
  }

  private Column generator(Column array, boolean map) {
    List<String> names = new ArrayList<>();
    position.ifPresent(p -> names.add(POSITION));
    if (map) {
      names.add(KEY);
    }
    names.add(VALUE);
    Column rows;
    if (position.isPresent()) {
      rows = outer ? posexplode_outer(array) : posexplode(array);
    } else {
      rows = outer ? explode_outer(array) : explode(array);
    }
    return rows.as(names.toArray(String[]::new));
  }

  private List<String> names(Columns.Found found) {
    boolean map = found.type() instanceof MapType;
    if (!map && !(found.type() instanceof ArrayType)) {
      throw TransformErrors.cannot(
          "explode column",
          path,
          "it is " + TypeNames.article(found.type()) + ", neither an array nor a map",
          "Name a column that holds several values.");
    }
    if (into.isEmpty()) {
      return map ? List.of("key", "value") : List.of(found.path().last());
    }
    if (into.size() != (map ? 2 : 1)) {
      throw TransformErrors.cannot(
          "explode column",
          path,
          map
              ? "a map has keys and values, and into does not name two columns"
              : "an array has elements only, and into names " + into.size() + " columns",
          "");
    }
    return into.stream().map(n -> FieldPath.parse(n).last()).toList();
  }

  private String position(Columns columns, Columns.Found found, List<String> names) {
    String name = FieldPath.parse(position.orElseThrow()).last();
    List<String> beside = new ArrayList<>(columns.names());
    if (!found.path().nested()) {
      beside.remove(found.path().last());
      beside.addAll(names);
    }
    if (Lineage.isLineage(name)) {
      throw TransformErrors.reserved("explode into column", name);
    }
    beside.stream()
        .filter(n -> columns.same(n, name))
        .findFirst()
        .ifPresent(
            n -> {
              throw TransformErrors.taken("explode into column", name, "another column");
            });
    return name;
  }
}
