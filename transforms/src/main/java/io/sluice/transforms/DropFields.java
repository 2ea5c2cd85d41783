package io.sluice.transforms;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Leaves out the named fields and keeps the rest, in place.
 *
 * <p>A path may lead into structs, and into the structs of an array: {@code items.price} takes the
 * price out of each item. A struct of which nothing would be left must be dropped as a whole.
 *
 * <p><b>Cost:</b> narrow; one projection. What is left out is not read from columnar files.
 *
 * <pre>{@code
 * DropFields.of("phone", "address.geo").apply(users);
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> a field that does not exist is an error, where Glue ignores it.
 */
public final class DropFields implements Transform {

  private final List<String> fields;

  private DropFields(List<String> fields) {
    this.fields = List.copyOf(fields);
  }

  /** Leaves out the fields at these paths. */
  public static DropFields of(String... fields) {
    return of(List.of(fields));
  }

  /** Leaves out the fields at these paths. */
  public static DropFields of(List<String> fields) {
    return new DropFields(fields);
  }

  @Override
  public String name() {
    return "drop_fields";
  }

  @Override
  public Accounting accounting() {
    return Accounting.ROW_FOR_ROW;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    if (fields.isEmpty()) {
      throw TransformErrors.nothingGiven("drop fields", "the list of fields is empty");
    }
    Columns columns = Columns.of(rows, "drop");
    columns.requireDistinct(columns.names());
    FieldTree tree = FieldTree.of(fields, columns).requireNoOverlap();
    List<FieldShape> kept = tree.dropped(columns.schema());
    if (kept.isEmpty()) {
      throw TransformErrors.cannot(
          "drop fields",
          TransformErrors.list(fields),
          "no column would be left",
          "Keep at least one.");
    }
    return rows.select(FieldTree.cut(kept, columns));
  }
}
