package io.sluice.jobs.pipeline;

import io.sluice.transforms.InvalidTransformException;
import io.sluice.transforms.Lineage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Checks how changes are to become part of a table, and finds out which columns it then has. */
final class KeyedCheck {

  private final Checked checked;
  private final KeyedWrite keyed;

  KeyedCheck(Checked checked, KeyedWrite keyed) {
    this.checked = checked;
    this.keyed = keyed;
  }

  /**
   * Returns the table's columns; nothing where a problem was found.
   *
   * @param rows the changes, without any rows
   */
  Optional<StructType> columns(Dataset<Row> rows) {
    List<String> names =
        Arrays.stream(rows.columns()).filter(name -> !Lineage.isLineage(name)).toList();
    int before = checked.problems().size();
    existing("keys", keyed.keys(), names);
    existing("order_by", keyed.orderBy(), names);
    existing("drop_fields", checked.pipeline().write().dropFields(), names);
    if (checked.problems().size() > before) {
      return Optional.empty();
    }
    try {
      Dataset<Row> changes = keyed.changes().apply(rows);
      return Optional.of(
          keyed.keepsHistory()
              ? Lineage.withoutLineage(
                  keyed.versions(rows.columns(), Optional.empty()).apply(changes).schema())
              : stored(Lineage.withoutLineage(rows.schema())));
    } catch (Exception e) { // AnalysisException is checked, and Scala does not declare it
      String said = String.valueOf(e.getMessage());
      String message =
          e instanceof InvalidTransformException
              ? said
              : Messages.cannot("write", keyed.changes().name(), SparkErrors.reason(e), "");
      checked.problems().add(checked.pipeline().origin().problem("write.mode", message));
      return Optional.empty();
    }
  }

  private void existing(String key, List<String> wanted, List<String> names) {
    for (int i = 0; i < wanted.size(); i++) {
      if (!names.contains(wanted.get(i))) {
        checked.unknown(
            "write." + key + "[" + i + "]",
            "find column",
            wanted.get(i),
            "the rows have no such column",
            names);
      }
    }
  }

  private StructType stored(StructType columns) {
    List<String> stored = keyed.stored(columns.fieldNames());
    return new StructType(
        Arrays.stream(columns.fields())
            .filter(field -> stored.contains(field.name()))
            .toArray(StructField[]::new));
  }
}
