package io.sluice.jobs.pipeline;

import java.util.Arrays;
import java.util.Set;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that tell of a change, in a Delta table's change feed. */
public final class ChangeColumns {

  /** What happened to the row: insert, update_preimage, update_postimage or delete. */
  public static final String TYPE = "_change_type";

  /** The version of the table that the change made. */
  public static final String VERSION = "_commit_version";

  /** When that was; NULL for rows that were there when the table was first read. */
  public static final String TIMESTAMP = "_commit_timestamp";

  /** All of them. */
  public static final StructType SCHEMA =
      new StructType()
          .add(TYPE, DataTypes.StringType)
          .add(VERSION, DataTypes.LongType)
          .add(TIMESTAMP, DataTypes.TimestampType);

  private ChangeColumns() {}

  /** Returns {@code columns}, and these behind them, but for those that are there already. */
  public static StructType with(StructType columns) {
    StructType all = columns;
    Set<String> there = Set.of(columns.fieldNames());
    for (StructField field : SCHEMA.fields()) {
      all = there.contains(field.name()) ? all : all.add(field);
    }
    return all;
  }

  /** Returns {@code columns} without these. */
  public static StructType without(StructType columns) {
    Set<String> change = Set.of(SCHEMA.fieldNames());
    return new StructType(
        Arrays.stream(columns.fields())
            .filter(field -> !change.contains(field.name()))
            .toArray(StructField[]::new));
  }
}
