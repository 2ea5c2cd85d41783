package io.sluice.transforms;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.last;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/**
 * Puts values where there is NULL: the value of an earlier row, of another column, a constant, or a
 * default of the column's type.
 *
 * <p>A column may be filled in several ways. They are tried in that order, each seeing the rows as
 * they came: a value that is filled in fills nothing further. Only NULL is missing; NaN, an empty
 * text and an empty array are values. A path may lead into structs; a struct that is NULL stays so.
 *
 * <ul>
 *   <li><b>An earlier row:</b> the last value that is not NULL, of the rows with equal keys, in the
 *       order given; where it ties, all other columns decide. What comes before the first value
 *       stays NULL. NULL keys are a group like any other.
 *   <li><b>Another column:</b> of the same type, or of one whose every value the type holds.
 *   <li><b>A constant:</b> a text that is cast to the column's type as {@link ApplyMapping} casts.
 *   <li><b>A default of the type:</b> for columns of exactly that type, not for fields of structs.
 * </ul>
 *
 * <p><b>Cost:</b> narrow, one projection; with values of earlier rows one shuffle on the keys.
 * Where many columns of very wide rows are filled so, one more sort within the partitions.
 *
 * <pre>{@code
 * FillMissing.with(Map.of("country", "unknown"))
 *     .withColumns(Map.of("shipping", "billing"))
 *     .withTypeDefaults(Map.of("int", "0"))
 *     .withPrevious(List.of("price"), List.of("sku"), List.of("day"))
 *     .apply(orders);
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> Glue's guesses values by a model it trains; here they follow rules,
 * and nothing marks the rows that were filled.
 */
public final class FillMissing implements Transform {

  /** Columns to take from earlier rows. */
  private record Previous(List<String> columns, List<String> keys, List<String> orderBy) {}

  private final Map<String, String> values;
  private final Map<String, String> others;
  private final Map<String, String> typeDefaults;
  private final List<Previous> previous;

  private FillMissing(
      Map<String, String> values,
      Map<String, String> others,
      Map<String, String> typeDefaults,
      List<Previous> previous) {
    this.values = copy(values);
    this.others = copy(others);
    this.typeDefaults = copy(typeDefaults);
    this.previous = List.copyOf(previous);
  }

  private static Map<String, String> copy(Map<String, String> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** Fills nothing yet. */
  public static FillMissing nothing() {
    return new FillMissing(Map.of(), Map.of(), Map.of(), List.of());
  }

  /**
   * Fills columns with constants.
   *
   * @param values from the path of a column to a value, written as text
   */
  public static FillMissing with(Map<String, String> values) {
    return new FillMissing(values, Map.of(), Map.of(), List.of());
  }

  /**
   * Also fills columns with the values of others.
   *
   * @param others from the path of a column to that of the one that it is filled from
   */
  public FillMissing withColumns(Map<String, String> others) {
    return new FillMissing(values, others, typeDefaults, previous);
  }

  /**
   * Also fills every column of a type.
   *
   * @param defaults from a type, as {@link TypeNames} reads it, to a value, written as text
   */
  public FillMissing withTypeDefaults(Map<String, String> defaults) {
    return new FillMissing(values, others, defaults, previous);
  }

  /**
   * Also fills columns with their last value before.
   *
   * @param columns the paths of the columns to fill
   * @param keys the paths of the columns that make a sequence of rows; without any, all rows are
   *     one sequence, which a single task sorts
   * @param orderBy the order of a sequence: {@code day}, {@code ts desc}
   */
  public FillMissing withPrevious(List<String> columns, List<String> keys, List<String> orderBy) {
    Previous added = new Previous(List.copyOf(columns), List.copyOf(keys), List.copyOf(orderBy));
    return new FillMissing(values, others, typeDefaults, List.of(added));
  }

  @Override
  public String name() {
    return "fill_missing";
  }

  @Override
  public Accounting accounting() {
    return Accounting.ROW_FOR_ROW;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    if (values.isEmpty() && others.isEmpty() && typeDefaults.isEmpty() && previous.isEmpty()) {
      throw TransformErrors.nothingGiven("fill missing values", "nothing says with what");
    }
    Columns columns = Columns.of(rows, "fill");
    columns.requireDistinct(columns.names());
    Fillings fillings = new Fillings(columns);
    Dataset<Row> ordered = rows;
    for (Previous wanted : previous) {
      ordered = fillPrevious(wanted, ordered, columns, fillings);
    }
    others.forEach((path, other) -> fillings.add(columns.find(path), other(path, other, columns)));
    values.forEach(
        (path, text) -> {
          Columns.Found found = columns.find(path);
          fillings.add(found, constant(rows, path, text, found.type()));
        });
    typeDefaults.forEach((type, text) -> fillType(rows, type, text, columns, fillings));
    return ordered.select(columns.withLineage(fillings.columns()));
  }

  /** Adds fillings that look at other rows, and returns the rows as these must see them. */
  private static Dataset<Row> fillPrevious(
      Previous wanted, Dataset<Row> rows, Columns columns, Fillings fillings) {
    if (wanted.columns.isEmpty()) {
      throw TransformErrors.nothingGiven(
          "fill with earlier values", "the list of columns is empty");
    }
    if (wanted.orderBy.isEmpty()) {
      throw TransformErrors.cannot(
          "fill with earlier values",
          String.join(", ", wanted.columns),
          "nothing says which row is earlier",
          "Name the columns to order by.");
    }
    List<Column> order = wanted.orderBy.stream().map(o -> SortKey.parse(o).over(columns)).toList();
    Ranking ranking =
        new Ranking(columns, Ranking.keys(columns, wanted.keys), order)
            .forWindows(wanted.columns.size());
    WindowSpec upToHere =
        ranking.untied().rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    for (String path : wanted.columns) {
      Columns.Found found = columns.find(path);
      fillings.add(found, last(found.column(), true).over(upToHere));
    }
    return ranking.place(rows);
  }

  private static Column other(String path, String other, Columns columns) {
    Columns.Found target = columns.find(path);
    Columns.Found source = columns.find(other);
    if (!Widening.lossless(source.type(), target.type())) {
      throw TransformErrors.cannot(
          "fill column",
          path,
          "it is "
              + TypeNames.article(target.type())
              + ", which does not hold every "
              + TypeNames.of(source.type())
              + " of "
              + other,
          "Cast one of the two before.");
    }
    return source.column().cast(target.type());
  }

  private static Column constant(Dataset<Row> rows, String name, String text, DataType type) {
    return Constants.of(rows.sparkSession(), text, type)
        .orElseThrow(
            () ->
                TransformErrors.cannot(
                    "fill column",
                    name,
                    "'" + text + "' is not " + TypeNames.article(type),
                    "Give a value of the column's type."));
  }

  private static void fillType(
      Dataset<Row> rows, String name, String text, Columns columns, Fillings fillings) {
    DataType type = TypeNames.parse(name);
    Column value = constant(rows, "of type " + name, text, type);
    for (StructField field : columns.fields()) {
      if (TypeNames.same(field.dataType(), type)) {
        FieldPath path = new FieldPath(List.of(field.name()));
        fillings.add(new Columns.Found(path, field.dataType(), field.nullable()), value);
      }
    }
  }

  /** What each column is filled with, in the order in which it is tried. */
  private static final class Fillings {

    private final Columns columns;
    private final Map<FieldPath, List<Column>> byPath = new LinkedHashMap<>();

    Fillings(Columns columns) {
      this.columns = columns;
    }

    void add(Columns.Found found, Column value) {
      for (FieldPath other : byPath.keySet()) {
        if (!other.equals(found.path()) && overlap(other.names(), found.path().names())) {
          throw TransformErrors.cannot(
              "fill column",
              found.path(),
              other + " is filled as well, and one is part of the other",
              "Fill one of the two in a step of its own.");
        }
      }
      byPath
          .computeIfAbsent(found.path(), p -> new ArrayList<>(List.of(found.column())))
          .add(value);
    }

    private static boolean overlap(List<String> a, List<String> b) {
      int shared = Math.min(a.size(), b.size());
      return a.subList(0, shared).equals(b.subList(0, shared));
    }

    List<Column> columns() {
      Map<String, Column> tops = new LinkedHashMap<>();
      columns.names().forEach(n -> tops.put(n, col(FieldPath.quote(n))));
      byPath.forEach(
          (path, tries) -> {
            String top = path.names().get(0);
            Column filled = coalesce(tries.toArray(Column[]::new));
            FieldPath inside = new FieldPath(path.names().subList(1, path.names().size()));
            tops.computeIfPresent(
                top, (n, c) -> path.nested() ? c.withField(inside.sql(), filled) : filled);
          });
      List<Column> out = new ArrayList<>();
      tops.forEach((name, column) -> out.add(column.as(name)));
      return out;
    }
  }
}
