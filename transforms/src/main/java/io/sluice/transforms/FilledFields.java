package io.sluice.transforms;

import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Which fields hold a value in some row, found in one pass over all of them. */
final class FilledFields {

  /**
   * Returns whether a predicate holds for a value that lies inside of a row, or for any of them.
   */
  private interface Place extends Function<UnaryOperator<Column>, Column> {}

  private static final String ELEMENT = "[]";

  private final boolean known;
  private final Set<FieldPath> filled;

  private FilledFields(boolean known, Set<FieldPath> filled) {
    this.known = known;
    this.filled = filled;
  }

  /** Returns that any field may hold a value. */
  static FilledFields unknown() {
    return new FilledFields(false, Set.of());
  }

  /** Runs a job to find the fields that hold a value; where there is no row, any may. */
  static FilledFields of(Dataset<Row> rows, Columns columns) {
    Map<FieldPath, Column> probes = new LinkedHashMap<>();
    for (StructField field : columns.fields()) {
      Column value = col(FieldPath.quote(field.name()));
      FieldPath path = new FieldPath(List.of(field.name()));
      probe(path, field.dataType(), predicate -> predicate.apply(value), probes);
    }
    Column[] found = probes.values().stream().map(p -> bool_or(p)).toArray(Column[]::new);
    Row row = rows.agg(count(lit(1)), found).head();
    Set<FieldPath> filled = new HashSet<>();
    int at = 1;
    for (FieldPath path : probes.keySet()) {
      if (!row.isNullAt(at) && row.getBoolean(at)) {
        filled.add(path);
      }
      at++;
    }
    return new FilledFields(row.getLong(0) > 0, filled);
  }

  private static void probe(
      FieldPath path, DataType type, Place place, Map<FieldPath, Column> probes) {
    probes.put(path, place.apply(value -> value.isNotNull()));
    if (type instanceof StructType struct) {
      for (StructField field : struct.fields()) {
        Place inside =
            predicate -> place.apply(value -> predicate.apply(value.getField(field.name())));
        probe(in(path, field.name()), field.dataType(), inside, probes);
      }
    } else if (type instanceof ArrayType array) {
      Place inside = predicate -> place.apply(value -> exists(value, e -> predicate.apply(e)));
      probe(element(path), array.elementType(), inside, probes);
    }
  }

  /** Returns the path of a field in what lies at {@code path}. */
  static FieldPath in(FieldPath path, String name) {
    List<String> names = new ArrayList<>(path.names());
    names.add(name);
    return new FieldPath(names);
  }

  /** Returns the path of the elements of the array that lies at {@code path}. */
  static FieldPath element(FieldPath path) {
    return in(path, ELEMENT);
  }

  boolean has(FieldPath path) {
    return !known || filled.contains(path);
  }
}
