package io.sluice.jobs.sink.delta;

import io.sluice.jobs.pipeline.Messages;
import io.sluice.jobs.pipeline.OnSchemaChange;
import io.sluice.jobs.sink.PublishMode;
import io.sluice.jobs.sink.delta.DeltaStore.DeltaState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Whether rows can join a table. Columns are compared by name, without regard to case. */
public final class DeltaSchemas {

  private static final String REBUILD =
      "or make the table anew from all its input with mode: overwrite";

  private DeltaSchemas() {}

  /**
   * Returns what forbids writing rows of a layout to a table, as messages; nothing if all is well.
   *
   * @param table what messages call the table
   * @param state the table; absent where there is none
   * @param mode how they are written; merge and history join a table as {@link PublishMode#APPEND}
   */
  public static List<String> check(
      String table, Optional<DeltaState> state, DeltaLayout layout, PublishMode mode) {
    List<String> messages = new ArrayList<>();
    layout
        .properties()
        .forEach(
            (name, value) ->
                flaw(name, value)
                    .ifPresent(
                        reason ->
                            messages.add(
                                Messages.cannot(
                                    "set property",
                                    name + " = " + value,
                                    reason,
                                    "See the properties of Delta tables."))));
    if (state.isEmpty() || mode == PublishMode.OVERWRITE) {
      return List.copyOf(messages);
    }
    DeltaState held = state.get();
    if (!lower(held.partitionBy()).equals(lower(layout.partitionBy()))) {
      messages.add(
          Messages.cannot(
              "write table",
              table,
              "it is partitioned by [%s], the rows by [%s]"
                  .formatted(
                      String.join(", ", held.partitionBy()),
                      String.join(", ", layout.partitionBy())),
              "Set partition_by to the table's, " + REBUILD + "."));
    }
    boolean add = layout.onSchemaChange() == OnSchemaChange.ADD;
    Map<String, StructField> rows = byName(layout.schema());
    Map<String, StructField> columns = byName(held.schema());
    for (StructField field : layout.schema().fields()) {
      StructField column = columns.get(key(field.name()));
      if (column == null && !add) {
        messages.add(
            refused(
                field.name(),
                "table %s has no such column".formatted(table),
                "Say write.on_schema_change: add, leave the column out, " + REBUILD + "."));
      } else if (column != null && !sameType(column.dataType(), field.dataType())) {
        messages.add(
            refused(
                field.name(),
                "table %s has it as %s, the rows have %s"
                    .formatted(
                        table, column.dataType().catalogString(), field.dataType().catalogString()),
                "Cast it, " + REBUILD + "."));
      }
    }
    for (StructField column : held.schema().fields()) {
      boolean missing = !rows.containsKey(key(column.name()));
      if (missing && !add) {
        messages.add(
            refused(
                column.name(),
                "table %s has it, the rows have not".formatted(table),
                "Say write.on_schema_change: add to have NULL in the new rows, give the column, "
                    + REBUILD
                    + "."));
      }
    }
    return List.copyOf(messages);
  }

  private static Optional<String> flaw(String name, String value) {
    try {
      DeltaTransaction.canonical(Map.of(name, value));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static String refused(String column, String reason, String remedy) {
    return Messages.cannot("write column", column, reason, remedy);
  }

  /** Returns the columns of {@code table}, then those of {@code rows} that it does not have. */
  static StructType joined(StructType table, StructType rows) {
    Set<String> known = new HashSet<>(byName(table).keySet());
    StructType joined = table;
    for (StructField field : rows.fields()) {
      if (known.add(key(field.name()))) {
        joined = joined.add(field);
      }
    }
    return joined;
  }

  static boolean sameType(DataType one, DataType other) {
    return one.catalogString().equalsIgnoreCase(other.catalogString());
  }

  static Map<String, StructField> byName(StructType schema) {
    Map<String, StructField> fields = new TreeMap<>();
    for (StructField field : schema.fields()) {
      fields.put(key(field.name()), field);
    }
    return fields;
  }

  static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static List<String> lower(List<String> names) {
    return names.stream().map(DeltaSchemas::key).toList();
  }
}
