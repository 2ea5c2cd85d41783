package io.sluice.jobs.source.records;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/**
 * All that a scan needs to know.
 *
 * @param kind what the files are
 * @param options of the format, their names in lower case
 * @param schema the data columns in order, with NOT NULL where a value is required
 * @param pathColumns those of them that come from the path and not from the record
 * @param hidden names of the hidden columns to add, in order
 * @param files what to read
 */
public record RecordInput(
    RecordKind kind,
    Map<String, String> options,
    StructType schema,
    Set<String> pathColumns,
    List<String> hidden,
    List<RecordFile> files)
    implements Serializable {

  /** Copies the collections. */
  public RecordInput {
    options = Map.copyOf(options);
    pathColumns = Set.copyOf(pathColumns);
    hidden = List.copyOf(hidden);
    files = List.copyOf(files);
  }

  /** Returns a copy with these hidden columns. */
  public RecordInput withHidden(List<String> names) {
    return new RecordInput(kind, options, schema, pathColumns, names, files);
  }

  /** Returns a copy with these files. */
  public RecordInput withFiles(List<RecordFile> some) {
    return new RecordInput(kind, options, schema, pathColumns, hidden, some);
  }

  /** Returns the columns of the scan before any is pruned. */
  StructType output() {
    StructType columns = RecordColumns.nullable(schema);
    for (String name : hidden) {
      columns = columns.add(RecordColumns.hidden(name));
    }
    return columns;
  }
}
