package io.sluice.transforms;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Whether a cast lost a value, as the text of an SQL expression. */
final class CastFailure {

  private CastFailure() {}

  /** Returns an expression that is true where {@link CastText#of} lost a value that was there. */
  static String of(String x, DataType from, DataType to) {
    String failed = of(x, from, to, 0);
    return from instanceof ArrayType || from instanceof MapType || from instanceof StructType
        ? "coalesce(" + failed + ", false)"
        : failed;
  }

  private static String of(String x, DataType from, DataType to, int depth) {
    String v = "v" + depth;
    if (from instanceof ArrayType a && to instanceof ArrayType b) {
      return exists(x, v, of(v, a.elementType(), b.elementType(), depth + 1));
    }
    if (from instanceof MapType a && to instanceof MapType b) {
      String values = "map_values(" + x + ")";
      return exists(values, v, of(v, a.valueType(), b.valueType(), depth + 1));
    }
    if (from instanceof StructType a && to instanceof StructType b) {
      List<String> fields = new ArrayList<>();
      for (StructField f : b.fields()) {
        StructField source = CastRules.field(a, f).orElseThrow();
        if (CastRules.canFail(source.dataType(), f.dataType())) {
          String failed =
              of(x + "." + FieldPath.quote(source.name()), source.dataType(), f.dataType(), depth);
          fields.add("coalesce(" + failed + ", false)");
        }
      }
      return "(" + String.join(" OR ", fields) + ")";
    }
    return "(" + x + " IS NOT NULL AND " + CastText.of(x, from, to, depth) + " IS NULL)";
  }

  private static String exists(String array, String v, String predicate) {
    return "exists(" + array + ", " + v + " -> " + predicate + ")";
  }
}
