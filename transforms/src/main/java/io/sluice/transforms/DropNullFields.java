package io.sluice.transforms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Leaves out the fields that can hold nothing but NULL, or that do hold nothing else.
 *
 * <p>{@link #nullType} drops columns and fields of the null type, which no file format can store:
 * in structs, and in the structs of arrays. An array of the null type goes too. {@link #allNull}
 * also drops those of any type in which every row has NULL. In both, a struct of which nothing is
 * left goes as a whole, also where it was not NULL itself; maps are not entered.
 *
 * <p>An empty text, NaN, an empty array and an array of NULLs are no NULL. Where there is no row
 * nothing is known, and only the null type goes; likewise in the structs of an array that is empty
 * in every row. Should no column be left, that is an error.
 *
 * <p>With {@link #allNull} the columns that come out depend on the rows: planned on empty rows, all
 * of them stay. So do they where the rows carry {@link Lineage#RAW}, for then a part of them is
 * looked at a second time, and must find the columns that the whole had. A stream is refused.
 *
 * <p><b>Cost:</b> narrow; one projection. {@link #allNull} <b>runs a job when it is applied</b>:
 * the rows are made twice, once to look at them.
 *
 * <pre>{@code
 * DropNullFields.nullType().apply(rows);
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> Glue leaves arrays of the null type, and structs without fields.
 */
public final class DropNullFields implements Transform {

  private final boolean allNull;

  private DropNullFields(boolean allNull) {
    this.allNull = allNull;
  }

  /** Leaves out fields of the null type. */
  public static DropNullFields nullType() {
    return new DropNullFields(false);
  }

  /** Leaves out fields that are NULL in every row, at the cost of a pass over the rows. */
  public static DropNullFields allNull() {
    return new DropNullFields(true);
  }

  @Override
  public String name() {
    return "drop_null_fields";
  }

  @Override
  public Accounting accounting() {
    return Accounting.ROW_FOR_ROW;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    Columns columns = Columns.of(rows, "drop");
    columns.requireDistinct(columns.names());
    if (allNull && rows.isStreaming()) {
      throw TransformErrors.cannot(
          "drop null fields of",
          "a stream",
          "its rows are never all there to be looked at",
          "Name the fields in drop_fields.");
    }
    boolean look = allNull && !columns.lineage().contains(Lineage.RAW);
    FilledFields filled = look ? FilledFields.of(rows, columns) : FilledFields.unknown();
    List<FieldShape> kept = kept(columns.schema(), new FieldPath(List.of()), filled);
    if (kept.isEmpty() && !columns.names().isEmpty()) {
      throw TransformErrors.cannot(
          "drop null fields",
          TransformErrors.list(columns.names()),
          "no column would be left",
          "Add one with derive before, or take the step out.");
    }
    return rows.select(FieldTree.cut(kept, columns));
  }

  private static List<FieldShape> kept(StructType type, FieldPath path, FilledFields filled) {
    List<FieldShape> kept = new ArrayList<>();
    for (StructField field : type.fields()) {
      kept(field.dataType(), FilledFields.in(path, field.name()), filled)
          .ifPresent(fields -> kept.add(new FieldShape(field.name(), field.name(), fields)));
    }
    return kept;
  }

  /** Returns what is kept of the fields inside, none meaning all; or nothing, where it goes. */
  private static Optional<List<FieldShape>> kept(
      DataType type, FieldPath path, FilledFields filled) {
    if (type instanceof NullType || !filled.has(path)) {
      return Optional.empty();
    }
    if (type instanceof ArrayType array) {
      FieldPath element = FilledFields.element(path);
      boolean known = filled.has(element);
      return kept(array.elementType(), element, known ? filled : FilledFields.unknown());
    }
    if (!(type instanceof StructType struct)) {
      return Optional.of(List.of());
    }
    List<FieldShape> fields = kept(struct, path, filled);
    boolean whole =
        fields.size() == struct.size() && fields.stream().allMatch(f -> f.fields().isEmpty());
    return fields.isEmpty() ? Optional.empty() : Optional.of(whole ? List.of() : fields);
  }
}
