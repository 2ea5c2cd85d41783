package io.sluice.transforms;

import static org.apache.spark.sql.functions.expr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;

/**
 * Puts the rows of other frames behind these, column by name; no row is left out as a repeat.
 *
 * <p>The columns come in the order of the first frame, then those that only others have. Columns of
 * one name must have one type, or types of which one holds every value of the others: int and long
 * make long. A column that a frame lacks is an error, or NULL where {@link Missing#NULL} is asked
 * for. Lineage stays where every frame has it.
 *
 * <p><b>Cost:</b> narrow; one projection a frame.
 *
 * <pre>{@code
 * Union.with(List.of(archive)).withMissing(Missing.NULL).apply(current);
 * }</pre>
 */
public final class Union implements Transform {

  private final List<Dataset<Row>> others;
  private final Missing missing;

  private Union(List<Dataset<Row>> others, Missing missing) {
    this.others = List.copyOf(others);
    this.missing = Objects.requireNonNull(missing, "missing");
  }

  /** Adds the rows of these frames; every frame must have every column. */
  public static Union with(List<Dataset<Row>> others) {
    return new Union(others, Missing.FAIL);
  }

  /** Says what happens when a frame lacks a column that another one has. */
  public Union withMissing(Missing missing) {
    return new Union(others, missing);
  }

  @Override
  public String name() {
    return "union";
  }

  @Override
  public Accounting accounting() {
    return Accounting.UNITES;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    if (others.isEmpty()) {
      throw TransformErrors.nothingGiven("unite rows", "there is no other frame");
    }
    List<Dataset<Row>> frames = new ArrayList<>(List.of(rows));
    frames.addAll(others);
    List<Columns> all = new ArrayList<>();
    for (Dataset<Row> frame : frames) {
      Columns columns = Columns.of(frame, "unite");
      columns.requireDistinct(columns.names());
      all.add(columns);
    }
    Map<String, DataType> schema = schema(all);
    List<String> lineage =
        all.get(0).lineage().stream()
            .filter(l -> all.stream().allMatch(c -> c.lineage().contains(l)))
            .toList();
    Dataset<Row> result = null;
    for (int i = 0; i < frames.size(); i++) {
      Dataset<Row> frame = frames.get(i).select(columns(all.get(i), schema, lineage));
      result = result == null ? frame : result.union(frame);
    }
    return result;
  }

  /** Returns the name and type of each column of the result. */
  private Map<String, DataType> schema(List<Columns> all) {
    Columns first = all.get(0);
    Map<String, String> spelled = new LinkedHashMap<>();
    all.forEach(c -> c.names().forEach(n -> spelled.putIfAbsent(first.fold(n), n)));
    Map<String, DataType> schema = new LinkedHashMap<>();
    for (String name : spelled.values()) {
      DataType type = null;
      for (int i = 0; i < all.size(); i++) {
        Optional<Columns.Found> found = all.get(i).lookUp(new FieldPath(List.of(name)));
        if (found.isPresent()) {
          type = type == null ? found.get().type() : common(name, type, found.get().type(), i);
        } else if (missing == Missing.FAIL) {
          throw TransformErrors.cannot(
              "unite column",
              name,
              "frame " + (i + 1) + " lacks it and has " + TransformErrors.list(all.get(i).names()),
              "Drop it, derive it there, or say that missing columns are NULL."
                  + Nearest.hint(name, all.get(i).names()));
        }
      }
      schema.put(name, type);
    }
    return schema;
  }

  private static DataType common(String name, DataType before, DataType own, int index) {
    return Widening.common(before, own)
        .orElseThrow(
            () ->
                TransformErrors.cannot(
                    "unite column",
                    name,
                    "it is "
                        + TypeNames.of(before)
                        + " at first and "
                        + TypeNames.of(own)
                        + " in frame "
                        + (index + 1),
                    "Cast one to the other's type with apply_mapping first."));
  }

  private static Column[] columns(
      Columns frame, Map<String, DataType> schema, List<String> lineage) {
    List<Column> out = new ArrayList<>();
    schema.forEach(
        (name, type) -> {
          String value =
              frame
                  .lookUp(new FieldPath(List.of(name)))
                  .map(f -> CastText.of(f.path().sql(), f.type(), type))
                  .orElse("CAST(NULL AS " + type.sql() + ")");
          out.add(expr(value).as(name));
        });
    lineage.forEach(name -> out.add(expr(FieldPath.quote(name))));
    return out.toArray(Column[]::new);
  }
}
