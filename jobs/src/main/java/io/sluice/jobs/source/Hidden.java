package io.sluice.jobs.source;

import io.sluice.jobs.source.records.RecordColumns;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns that a source can add to its data, and that are never data themselves. */
public enum Hidden {
  /**
   * Why a record is none: all its reasons, as {@code array<string>}; NULL for a good record. The
   * data columns of a record with reasons are all NULL.
   */
  REASONS(RecordColumns.REASONS),
  /** The file's URI where {@link #REASONS} is not NULL, else NULL. */
  BAD_FILE(RecordColumns.BAD_FILE),
  /** The URI of the file that the record came from, never NULL. */
  FILE(RecordColumns.FILE),
  /**
   * The record's own bytes, as {@code binary}, so that text which is not UTF-8 survives. For CSV in
   * another encoding, its text in UTF-8. NULL for formats without text.
   */
  RAW(RecordColumns.RAW);

  private final String column;

  Hidden(String column) {
    this.column = column;
  }

  /** Returns the name of the column. */
  public String column() {
    return column;
  }

  /** Returns the type of the column. */
  public DataType type() {
    return field().dataType();
  }

  /** Returns {@code columns} with some hidden ones behind them, in their order. */
  static StructType behind(StructType columns, Set<Hidden> hidden) {
    StructType all = columns;
    for (Hidden h : values()) {
      all = hidden.contains(h) ? all.add(h.field()) : all;
    }
    return all;
  }

  StructField field() {
    return RecordColumns.hidden(column);
  }
}
