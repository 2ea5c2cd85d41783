package io.sluice.transforms;

import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

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
    return content(value, field.dataType(), field.nullable()).as(name);
  }

  private Column content(Column value, DataType type, boolean nullable) {
    if (fields.isEmpty()) {
      return value;
    }
    if (type instanceof ArrayType array) {
      return transform(value, e -> content(e, array.elementType(), array.containsNull()));
    }
    StructType structure = (StructType) type;
    Column cut =
        struct(
            fields.stream()
                .map(f -> f.cut(value.getField(f.source()), structure.apply(f.source())))
                .toArray(Column[]::new));
    return nullable ? when(value.isNotNull(), cut) : cut;
  }
}
