package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What is taken of a field, and what it is called then.
 *
 * @param source the field's name
 * @param name what it is called
 * @param fields what is taken of its struct, or of the structs in its array; empty for all of it
 */
record FieldShape(String source, String name, List<FieldShape> fields) {

  static FieldShape whole(String name) {
    return new FieldShape(name, name, List.of());
  }

  /** Returns {@code value}, a field like {@code field}, cut to this shape. A NULL stays NULL. */
  Column cut(Column value, StructField field) {
    return content(value, List.of(), field.dataType(), field.nullable()).as(name);
  }

  /** Returns the column {@code field}, cut to this shape. */
  Column cut(StructField field) {
    return cutAt(List.of(field.name()), field);
  }

  private Column cutAt(List<String> path, StructField field) {
    Column value = col(new FieldPath(path).sql());
    return content(value, path, field.dataType(), field.nullable()).as(name);
  }

  /**
   * Returns the value in this shape.
   *
   * @param path to the value, if there is one: deep down, Spark's analysis follows a path at once,
   *     where it would run out of stack over a field of a field of a field
   */
  private Column content(Column value, List<String> path, DataType type, boolean nullable) {
    if (fields.isEmpty()) {
      return value;
    }
    if (type instanceof ArrayType array) {
      return transform(
          value, e -> content(e, List.of(), array.elementType(), array.containsNull()));
    }
    StructType structure = (StructType) type;
    Column cut =
        struct(
            fields.stream()
                .map(f -> f.inside(value, path, structure.apply(f.source())))
                .toArray(Column[]::new));
    return nullable ? when(value.isNotNull(), cut) : cut;
  }

  private Column inside(Column value, List<String> path, StructField field) {
    if (path.isEmpty()) {
      return cut(value.getField(source), field);
    }
    List<String> deeper = new ArrayList<>(path);
    deeper.add(source);
    return cutAt(deeper, field);
  }
}
