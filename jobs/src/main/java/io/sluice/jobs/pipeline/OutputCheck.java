package io.sluice.jobs.pipeline;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.YearMonthIntervalType;

/** Checks that the columns of a result can be written as the pipeline says. */
final class OutputCheck {

  private static final String REFUSED_BY_DELTA = "(?s).*[ ,;{}()\\n\\t=].*";

  private final Checked checked;
  private final Target target;
  private final StructType output;
  private final Map<String, DataType> columns = new LinkedHashMap<>();

  OutputCheck(Checked checked, Target target, StructType output) {
    this.checked = checked;
    this.target = target;
    this.output = output;
  }

  void check() {
    Write write = target.write();
    Map<String, String> seen = new HashMap<>();
    for (StructField field : output.fields()) {
      columns.put(field.name(), field.dataType());
      String other = seen.putIfAbsent(field.name().toLowerCase(Locale.ROOT), field.name());
      if (other != null) {
        refuse(
            field.name(), "the result has " + other + " too; case does not count", "Rename one.");
      }
      name(write.format(), field.name());
      type(write.format(), field.name(), field.dataType());
    }
    existing("partition_by", write.partitionBy());
    existing("sort_by", write.sortBy());
    partitions(write.partitionBy());
  }

  private void refuse(String column, String reason, String remedy) {
    checked.refuse(target.key(), "write column", column, reason, remedy);
  }

  private void name(Format format, String name) {
    if (name.isBlank()) {
      refuse("\"" + name + "\"", "a column needs a name", "Rename it.");
    } else if (format == Format.ORC && name.contains("`")) {
      refuse(name, "orc loses a backtick in a name", "Rename it.");
    } else if (format == Format.DELTA && !mapped() && name.matches(REFUSED_BY_DELTA)) {
      refuse(
          name,
          "a Delta table has no blanks and none of ,;{}()= in a column's name",
          "Rename it, or set write.properties: { delta.columnMapping.mode: name }.");
    } else if (format == Format.CSV && name.matches("(?s).*[\\r\\n].*")) {
      refuse(name, "csv cannot hold a line break in a name", "Rename it.");
    }
  }

  /** With column mapping, a column has another name in the files, and any in the table. */
  private boolean mapped() {
    return target.write().properties().entrySet().stream()
        .anyMatch(
            property ->
                property.getKey().equalsIgnoreCase("delta.columnMapping.mode")
                    && !property.getValue().equalsIgnoreCase("none"));
  }

  private void type(Format format, String path, DataType type) {
    if (type instanceof NullType) {
      refuse(path, "all it holds is NULL, of no type", "Cast it: CAST(NULL AS string).");
    } else if (type instanceof CalendarIntervalType
        || type instanceof YearMonthIntervalType
        || type instanceof DayTimeIntervalType) {
      refuse(path, "a span of time cannot be read back everywhere", "Cast it to a number.");
    } else if (type instanceof StructType || type instanceof ArrayType || type instanceof MapType) {
      nested(format, path, type);
    } else if (type instanceof BinaryType && format == Format.CSV) {
      refuse(path, "csv cannot hold bytes", "Use base64(...), or write parquet.");
    }
  }

  private void nested(Format format, String path, DataType type) {
    if (format == Format.CSV) {
      refuse(path, "csv cannot hold " + type.simpleString(), "Unnest it, or write json.");
    } else if (type instanceof StructType struct) {
      if (struct.isEmpty()) {
        refuse(path, "a struct without fields", "Drop it.");
      }
      for (StructField field : struct.fields()) {
        type(format, path + "." + field.name(), field.dataType());
      }
    } else if (type instanceof ArrayType array) {
      type(format, path + "[]", array.elementType());
    } else if (type instanceof MapType map) {
      type(format, path + ".key", map.keyType());
      type(format, path + ".value", map.valueType());
    }
  }

  private void existing(String key, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      if (!columns.containsKey(names.get(i))) {
        checked.refuse(
            target.key() + "." + key + "[" + i + "]",
            "find column",
            names.get(i),
            "the result has no such column",
            Messages.known("Columns are", names.get(i), columns.keySet()));
      }
    }
  }

  private void partitions(List<String> names) {
    if (!names.isEmpty() && columns.keySet().stream().allMatch(names::contains)) {
      checked.refuse(
          target.key() + ".partition_by",
          "partition by",
          String.join(", ", names),
          "no column would be left in the files",
          "Leave one out.");
    }
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).matches("[._].*")) {
        checked.refuse(
            target.key() + ".partition_by[" + i + "]",
            "partition by",
            names.get(i),
            "folders whose names begin with . or _ are invisible to readers",
            "Rename it.");
      }
      DataType type = columns.get(names.get(i));
      boolean folder =
          !(type instanceof StructType
              || type instanceof ArrayType
              || type instanceof MapType
              || type instanceof BinaryType);
      if (type != null && !folder) {
        checked.refuse(
            target.key() + ".partition_by[" + i + "]",
            "partition by",
            names.get(i),
            type.simpleString() + " cannot be a folder's name",
            "Use a column of text, numbers or dates.");
      }
    }
  }
}
