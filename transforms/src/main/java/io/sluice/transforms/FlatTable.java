package io.sluice.transforms;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One of the tables that a nested schema makes.
 *
 * @param arrays the arrays on the way from a row to a row of this table; none for the root
 * @param columns its columns, besides {@code id} and {@code index}
 */
record FlatTable(String name, List<Array> arrays, List<Flat> columns) {

  /**
   * An array.
   *
   * @param path from the row, or from the element of the array around it
   * @param name what its key column is called
   */
  record Array(List<String> path, String name) {}

  /** What a column holds. */
  enum Kind {
    VALUE,
    KEY,
    IS_NULL
  }

  /**
   * A column.
   *
   * @param path from the row, or from the element; empty for the element itself
   */
  record Flat(String name, List<String> path, Kind kind) {}

  void requireDistinct(Columns names) {
    Map<String, Flat> taken = new HashMap<>();
    for (Flat column : columns) {
      if (Lineage.isLineage(column.name())) {
        throw TransformErrors.reserved("relationalize into column", column.name());
      }
      Flat before = taken.put(names.fold(column.name()), column);
      if (before != null) {
        throw TransformErrors.cannot(
            "relationalize into column",
            column.name(),
            "both "
                + new FieldPath(before.path()).sql()
                + " and "
                + new FieldPath(column.path()).sql()
                + " would be called that",
            "Rename one of them first.");
      }
    }
  }
}
