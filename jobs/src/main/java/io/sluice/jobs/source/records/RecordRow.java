package io.sluice.jobs.source.records;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** The one row that a reader fills again and again. Its strings may lie in the reader's window. */
final class RecordRow {

  private final Object[] values;
  private final GenericInternalRow row;
  private final Map<String, Integer> slots = new LinkedHashMap<>();
  private final StructType schema;
  private final List<StructField> pathFields;
  private final TimeFormats times;
  private final int reasons;
  private final int badFile;
  private final int file;
  private final int raw;
  private final boolean keepsRejects;

  private final Object[] filePart;
  private UTF8String uri;
  private List<String> fileFlaws = List.of();

  /**
   * @param output names of the columns of the rows, in order
   */
  RecordRow(RecordInput input, List<String> output, TimeFormats times) {
    this.schema = input.schema();
    this.times = times;
    this.pathFields =
        Arrays.stream(schema.fields()).filter(f -> input.pathColumns().contains(f.name())).toList();
    for (int i = 0; i < output.size(); i++) {
      slots.put(output.get(i), i);
    }
    this.reasons = slots.getOrDefault(RecordColumns.REASONS, -1);
    this.badFile = slots.getOrDefault(RecordColumns.BAD_FILE, -1);
    this.file = slots.getOrDefault(RecordColumns.FILE, -1);
    this.raw = slots.getOrDefault(RecordColumns.RAW, -1);
    this.keepsRejects = input.hidden().contains(RecordColumns.REASONS);
    this.values = new Object[output.size()];
    this.filePart = new Object[output.size()];
    this.row = new GenericInternalRow(values);
  }

  /** Returns where the value of each column of the output goes. */
  Map<String, Integer> slots() {
    return slots;
  }

  InternalRow row() {
    return row;
  }

  /** Begins the records of a file. */
  void enter(RecordFile next) {
    uri = UTF8String.fromString(next.uri());
    Arrays.fill(filePart, null);
    List<String> flaws = new ArrayList<>(next.flaws());
    for (StructField field : pathFields) {
      String text = next.values().get(field.name());
      Object value = null;
      if (text == null) {
        if (!field.nullable()) {
          flaws.add("required: " + field.name());
        }
      } else {
        byte[] bytes = UTF8String.fromString(text).getBytes();
        value = TextValues.of(field.dataType(), times).read(bytes, 0, bytes.length);
        if (value == TextValue.WRONG || value == TextValue.OUT_OF_RANGE) {
          flaws.add(
              (value == TextValue.WRONG ? "wrong type: " : "out of range: ")
                  + field.name()
                  + ": its folder is not "
                  + field.dataType().catalogString());
          value = null;
        }
      }
      Integer slot = slots.get(field.name());
      if (slot != null) {
        filePart[slot] = value;
      }
    }
    if (file >= 0) {
      filePart[file] = uri;
    }
    fileFlaws = List.copyOf(flaws);
  }

  /** Begins a record: returns the values to fill, which hold what the file gives. */
  Object[] blank() {
    System.arraycopy(filePart, 0, values, 0, values.length);
    return values;
  }

  /** Ends a record that has {@code flaws}, or none. */
  void end(List<String> flaws, byte[] bytes, int from, int to) {
    if (!flaws.isEmpty() || !fileFlaws.isEmpty()) {
      reject(flaws, bytes, from, to);
    }
    if (raw >= 0) {
      values[raw] = Arrays.copyOfRange(bytes, from, to);
    }
  }

  private void reject(List<String> flaws, byte[] bytes, int from, int to) {
    List<String> all = new ArrayList<>(fileFlaws);
    all.addAll(flaws);
    if (!keepsRejects) {
      throw new IllegalStateException(
          "Cannot read a record of "
              + uri
              + ": "
              + Printed.of(bytes, from, to)
              + " ("
              + String.join("; ", all)
              + "). Ask for the column "
              + RecordColumns.REASONS
              + " to set such records aside.");
    }
    Arrays.fill(values, null);
    if (file >= 0) {
      values[file] = uri;
    }
    if (badFile >= 0) {
      values[badFile] = uri;
    }
    if (reasons >= 0) {
      values[reasons] = new GenericArrayData(all.stream().map(UTF8String::fromString).toArray());
    }
  }
}
