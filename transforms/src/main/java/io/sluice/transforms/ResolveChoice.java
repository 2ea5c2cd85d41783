package io.sluice.transforms;

import static org.apache.spark.sql.functions.expr;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Settles columns whose values are of several types.
 *
 * <p>Such a column is one of texts, in which some read {@code 12} and others {@code twelve}; or one
 * of structs with a field for each type, {@code struct<int:int,string:string>}, as {@link
 * Choice#makeStruct} makes them. A path may lead into structs and into the structs of arrays,
 * {@code items[].price}; a path to an array settles each element.
 *
 * <ul>
 *   <li>{@link Choice#cast}: every value becomes one of the type. What does not, rejects its row,
 *       with a reason such as {@code resolve_choice: price: not a double}, or becomes NULL, when
 *       {@link FailedCast#NULL} is asked for. A column of one type is cast as well.
 *   <li>{@link Choice#project}: values of the type stay, the others become NULL.
 *   <li>{@link Choice#makeCols}: a column of each type takes the column's place, {@code price_int}
 *       and {@code price_string}; each value is in one of them.
 *   <li>{@link Choice#makeStruct}: a struct with a field for each type; NULL stays NULL.
 * </ul>
 *
 * <p>A text is of the first type, in the order given, that a cast reads it as, in the strict way of
 * {@link ApplyMapping}: {@code 1} is an int, a double and a boolean, so the narrower type comes
 * first, and {@code string}, which takes everything, last. A text that is of none is treated as a
 * failed cast.
 *
 * <p><b>Cost:</b> narrow; one projection.
 *
 * <pre>{@code
 * ResolveChoice.of("price", Choice.cast("double")).apply(rows);
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> Glue gives NULL where a cast fails, and knows itself which types a
 * column of its DynamicFrame holds; a column of texts has to be told.
 */
public final class ResolveChoice implements Transform {

  private final Map<String, Choice> choices;
  private final FailedCast failedCast;

  private ResolveChoice(Map<String, Choice> choices, FailedCast failedCast) {
    this.choices = Collections.unmodifiableMap(new LinkedHashMap<>(choices));
    this.failedCast = Objects.requireNonNull(failedCast, "failedCast");
  }

  /** Settles one column. */
  public static ResolveChoice of(String path, Choice choice) {
    return of(Map.of(path, choice));
  }

  /** Settles the columns at these paths. */
  public static ResolveChoice of(Map<String, Choice> choices) {
    return new ResolveChoice(choices, FailedCast.REJECT);
  }

  /** Says what happens to a row with a value that is of none of the types. */
  public ResolveChoice withFailedCast(FailedCast failedCast) {
    return new ResolveChoice(choices, failedCast);
  }

  @Override
  public String name() {
    return "resolve_choice";
  }

  @Override
  public Accounting accounting() {
    return Accounting.ROW_FOR_ROW;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    if (choices.isEmpty()) {
      throw TransformErrors.nothingGiven("resolve choices", "the list of columns is empty");
    }
    Columns columns = Columns.of(rows, "resolve");
    columns.requireDistinct(columns.names());
    Node root = new Node();
    List<Rejection> rejections = new ArrayList<>();
    choices.forEach(
        (path, choice) -> {
          FieldPath found = columns.findInEach(withoutBrackets(path)).path();
          ChosenValue value = chosen(path, found, columns.schema(), choice);
          root.put(path, found.names(), value);
          List<String> inside = found.names().subList(1, found.names().size());
          String top = FieldPath.quote(found.names().get(0));
          DataType type = columns.schema().apply(found.names().get(0)).dataType();
          if (value.failure(top).isPresent()) {
            String failed = failure(top, type, inside, value, 0);
            rejections.add(Rejection.of(expr(failed), value.reason()));
          }
        });
    List<ChosenValue.Output> outputs = new ArrayList<>();
    for (StructField field : columns.schema().fields()) {
      outputs.addAll(root.outputs(FieldPath.quote(field.name()), field, 0));
    }
    requireDistinct(outputs, columns);
    List<Column> out = outputs.stream().map(o -> expr(o.sql()).as(o.name())).toList();
    Dataset<Row> passed =
        failedCast == FailedCast.REJECT ? Rejection.apply(rows, rejections, tally) : rows;
    return passed.select(columns.withLineage(out));
  }

  /** Takes the brackets out of {@code items[].price}: arrays are entered wherever they are. */
  private static String withoutBrackets(String path) {
    String[] parts = path.split("`", -1);
    for (int i = 0; i < parts.length; i += 2) {
      parts[i] = parts[i].replace("[]", "");
    }
    return String.join("`", parts);
  }

  private static ChosenValue chosen(
      String path, FieldPath found, StructType schema, Choice choice) {
    DataType type = schema;
    for (String name : found.names()) {
      type = ((StructType) unwrapped(type)).apply(name).dataType();
    }
    if (type instanceof ArrayType && choice.kind() == Choice.Kind.MAKE_COLS) {
      throw TransformErrors.cannot(
          "resolve column",
          path + " by " + choice,
          "the elements of an array have no columns",
          "Make structs of them: make_struct.");
    }
    return new ChosenValue(path, found.last(), unwrapped(type), choice);
  }

  private static DataType unwrapped(DataType type) {
    DataType at = type;
    while (at instanceof ArrayType array) {
      at = array.elementType();
    }
    return at;
  }

  private static String failure(
      String x, DataType type, List<String> inside, ChosenValue value, int depth) {
    if (type instanceof ArrayType array) {
      String e = "e" + depth;
      String failed = failure(e, array.elementType(), inside, value, depth + 1);
      return "coalesce(exists(" + x + ", " + e + " -> " + failed + "), false)";
    }
    if (inside.isEmpty()) {
      return value.failure(x).orElseThrow();
    }
    String name = inside.get(0);
    return failure(
        x + "." + FieldPath.quote(name),
        ((StructType) type).apply(name).dataType(),
        inside.subList(1, inside.size()),
        value,
        depth);
  }

  private static void requireDistinct(List<ChosenValue.Output> outputs, Columns columns) {
    Map<String, String> seen = new LinkedHashMap<>();
    for (ChosenValue.Output output : outputs) {
      if (seen.put(columns.fold(output.name()), output.name()) != null) {
        throw TransformErrors.taken("make column", output.name(), "another column");
      }
    }
  }

  /** Either a choice, or fields inside of which there are some. */
  private static final class Node {

    private final Map<String, Node> fields = new LinkedHashMap<>();
    private ChosenValue value;

    void put(String path, List<String> names, ChosenValue chosen) {
      Node at = this;
      for (String name : names) {
        if (at.value != null) {
          throw TransformErrors.namedTwice(path, at.value.path());
        }
        at = at.fields.computeIfAbsent(name, n -> new Node());
      }
      if (at.value != null || !at.fields.isEmpty()) {
        throw TransformErrors.namedTwice(path, path);
      }
      at.value = chosen;
    }

    /** Returns what takes the place of {@code field}, whose value is {@code x}. */
    List<ChosenValue.Output> outputs(String x, StructField field, int depth) {
      Node own = fields.get(field.name());
      if (own == null) {
        return List.of(new ChosenValue.Output(field.name(), x));
      }
      if (own.value != null && !(field.dataType() instanceof ArrayType)) {
        return own.value.outputs(x);
      }
      return List.of(new ChosenValue.Output(field.name(), own.content(x, field.dataType(), depth)));
    }

    private String content(String x, DataType type, int depth) {
      if (type instanceof ArrayType array) {
        String e = "e" + depth;
        String element = content(e, array.elementType(), depth + 1);
        return "transform(" + x + ", " + e + " -> " + element + ")";
      }
      if (value != null) {
        return value.outputs(x).get(0).sql();
      }
      List<String> inside = new ArrayList<>();
      Map<String, String> seen = new LinkedHashMap<>();
      for (StructField field : ((StructType) type).fields()) {
        for (ChosenValue.Output o :
            outputs(x + "." + FieldPath.quote(field.name()), field, depth)) {
          inside.add(o.sql() + " AS " + FieldPath.quote(o.name()));
          if (seen.put(o.name(), o.name()) != null) {
            throw TransformErrors.taken("make field", o.name(), "another field");
          }
        }
      }
      return "CASE WHEN " + x + " IS NOT NULL THEN struct(" + String.join(", ", inside) + ") END";
    }
  }
}
