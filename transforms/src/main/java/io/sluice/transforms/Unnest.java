package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Turns structs into top-level columns, all the way down: {@code address.geo.lat}.
 *
 * <p>The columns stand where their struct stood, in the order of its fields. A NULL struct gives
 * NULLs. Arrays and maps stay as they are, structs inside them too, and so does a struct without
 * fields. Two columns that would bear one name are an error that names both.
 *
 * <p><b>Cost:</b> narrow; one projection. Fields that nobody reads later are not read from columnar
 * files at all.
 *
 * <pre>{@code
 * Unnest.all().withSeparator("_").apply(users); // address_street ... address_geo_lng
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> the separator can be another than the dot, which Athena and Redshift
 * do not like in a name; a clash of names is an error.
 */
public final class Unnest implements Transform {

  private final String separator;
  private final List<String> fields;

  private Unnest(String separator, List<String> fields) {
    this.separator = Objects.requireNonNull(separator, "separator");
    this.fields = List.copyOf(fields);
  }

  /** Unnests every struct, joining names with dots. */
  public static Unnest all() {
    return new Unnest(".", List.of());
  }

  /** Says what stands between the names: {@code .} unless said otherwise. */
  public Unnest withSeparator(String separator) {
    return new Unnest(separator, fields);
  }

  /** Unnests these top-level structs only, still all the way down. */
  public Unnest withFields(List<String> fields) {
    if (fields.isEmpty()) {
      throw TransformErrors.nothingGiven("unnest columns", "the list of fields is empty");
    }
    return new Unnest(separator, fields);
  }

  @Override
  public String name() {
    return "unnest";
  }

  @Override
  public Accounting accounting() {
    return Accounting.ROW_FOR_ROW;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    Columns columns = Columns.of(rows, "unnest");
    columns.requireDistinct(columns.names());
    List<String> only = fields.stream().map(f -> struct(columns, f)).toList();
    List<FieldPath> leaves = new ArrayList<>();
    for (StructField field : columns.fields()) {
      List<String> path = List.of(field.name());
      if (only.isEmpty() || only.contains(field.name())) {
        descend(path, field.dataType(), leaves);
      } else {
        leaves.add(new FieldPath(path));
      }
    }
    Map<String, FieldPath> taken = new HashMap<>();
    List<Column> out = new ArrayList<>();
    for (FieldPath leaf : leaves) {
      String name = String.join(separator, leaf.names());
      if (Lineage.isLineage(name)) {
        throw TransformErrors.reserved("unnest into column", name);
      }
      FieldPath before = taken.put(columns.fold(name), leaf);
      if (before != null) {
        throw TransformErrors.cannot(
            "unnest into column",
            name,
            "both " + before.sql() + " and " + leaf.sql() + " would be called that",
            "Rename one of them first, or choose another separator.");
      }
      out.add(col(leaf.sql()).as(name));
    }
    return rows.select(columns.withLineage(out));
  }

  private static String struct(Columns columns, String field) {
    String name = columns.top(field);
    DataType type = columns.find(field).type();
    if (!(type instanceof StructType)) {
      throw TransformErrors.cannot(
          "unnest column",
          field,
          "it is " + TypeNames.article(type) + ", not a struct",
          "Name structs only.");
    }
    return name;
  }

  private static void descend(List<String> path, DataType type, List<FieldPath> leaves) {
    if (!(type instanceof StructType struct) || struct.isEmpty()) {
      leaves.add(new FieldPath(path));
      return;
    }
    for (StructField field : struct.fields()) {
      List<String> deeper = new ArrayList<>(path);
      deeper.add(field.name());
      descend(deeper, field.dataType(), leaves);
    }
  }
}
