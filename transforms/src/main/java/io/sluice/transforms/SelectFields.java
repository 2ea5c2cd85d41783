package io.sluice.transforms;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps the named fields and leaves out the rest, in the order in which they are named.
 *
 * <p>A path may lead into structs, and into the structs of an array: {@code address.geo.lat} keeps
 * the structs on the way, with nothing else in them; a struct that is NULL stays NULL.
 *
 * <p><b>Cost:</b> narrow; one projection. What is left out is not read from columnar files.
 *
 * <pre>{@code
 * SelectFields.of("id", "address.city").apply(users); // id, address struct<city>
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> a field that does not exist is an error, where Glue ignores it.
 */
public final class SelectFields implements Transform {

  private final List<String> fields;

  private SelectFields(List<String> fields) {
    this.fields = List.copyOf(fields);
  }

  /** Keeps the fields at these paths. */
  public static SelectFields of(String... fields) {
    return of(List.of(fields));
  }

  /** Keeps the fields at these paths. */
  public static SelectFields of(List<String> fields) {
    return new SelectFields(fields);
  }

  @Override
  public String name() {
    return "select_fields";
  }

  @Override
  public Accounting accounting() {
    return Accounting.ROW_FOR_ROW;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    if (fields.isEmpty()) {
      throw TransformErrors.nothingGiven("select fields", "the list of fields is empty");
    }
    Columns columns = Columns.of(rows, "select");
    FieldTree tree = FieldTree.of(fields, columns).requireNoOverlap();
    return rows.select(FieldTree.cut(tree.selected(), columns));
  }
}
