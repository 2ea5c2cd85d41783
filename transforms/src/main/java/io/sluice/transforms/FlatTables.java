package io.sluice.transforms;

import io.sluice.transforms.FlatTable.Array;
import io.sluice.transforms.FlatTable.Flat;
import io.sluice.transforms.FlatTable.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Finds the tables that a nested schema makes. */
final class FlatTables {

  private static final String ELEMENT = "val";

  private final boolean markers;
  private final List<FlatTable> tables = new ArrayList<>();

  private FlatTables(boolean markers) {
    this.markers = markers;
  }

  /** Returns the root, and then its children in the order of their columns, each before its own. */
  static List<FlatTable> of(String root, List<StructField> fields, boolean markers) {
    FlatTables found = new FlatTables(markers);
    List<Flat> columns = new ArrayList<>();
    found.tables.add(new FlatTable(root, List.of(), columns));
    Place place = new Place(root, "", List.of(), columns);
    fields.forEach(f -> found.field(place, List.of(), f));
    found.requireDistinct();
    return found.tables;
  }

  /**
   * A table that is being filled.
   *
   * @param label what the names of its columns begin with
   */
  private record Place(String table, String label, List<Array> arrays, List<Flat> columns) {

    String column(List<String> path) {
      String joined = String.join(".", path);
      return label.isEmpty() || path.isEmpty() ? label + joined : label + "." + joined;
    }
  }

  private void field(Place place, List<String> parent, StructField field) {
    List<String> path = new ArrayList<>(parent);
    path.add(field.name());
    value(place, path, field.dataType(), field.nullable());
  }

  private void value(Place place, List<String> path, DataType type, boolean nullable) {
    if (type instanceof ArrayType array) {
      place.columns().add(new Flat(place.column(path), path, Kind.KEY));
      child(place, path, array);
    } else if (type instanceof StructType struct && !struct.isEmpty()) {
      if (markers && nullable) {
        place.columns().add(new Flat(place.column(path) + ".is_null", path, Kind.IS_NULL));
      }
      for (StructField inner : struct.fields()) {
        field(place, path, inner);
      }
    } else {
      place.columns().add(new Flat(place.column(path), path, Kind.VALUE));
    }
  }

  private void child(Place place, List<String> path, ArrayType array) {
    String name = place.table() + "_" + (path.isEmpty() ? ELEMENT : String.join("_", path));
    String column = place.column(path);
    List<Array> arrays = new ArrayList<>(place.arrays());
    arrays.add(new Array(path, column));
    List<Flat> columns = new ArrayList<>();
    tables.add(new FlatTable(name, arrays, columns));
    Place inner = new Place(name, column + "." + ELEMENT, arrays, columns);
    value(inner, List.of(), array.elementType(), array.containsNull());
  }

  private void requireDistinct() {
    // Tables are folders and names in catalogs, which may not tell cases apart.
    Map<String, FlatTable> taken = new HashMap<>();
    for (FlatTable table : tables) {
      FlatTable before = taken.put(table.name().toLowerCase(Locale.ROOT), table);
      if (before != null) {
        throw TransformErrors.cannot(
            "relationalize into table",
            table.name(),
            "both " + array(before) + " and " + array(table) + " would be called that",
            "Rename one of them first.");
      }
    }
  }

  private static String array(FlatTable table) {
    List<Array> arrays = table.arrays();
    return arrays.isEmpty() ? "the root" : arrays.get(arrays.size() - 1).name();
  }
}
