package io.sluice.jobs.source;

import io.sluice.jobs.source.records.RecordProvider;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Whether what a path says can be the value of a column. */
final class PathCheck {

  private PathCheck() {}

  /** Returns what is wrong with {@code values}, or nothing. */
  static Optional<String> flaw(
      SparkSession spark, StructType schema, Set<String> columns, PathColumns.Values values) {
    if (!values.flaws().isEmpty()) {
      return Optional.of(String.join("; ", values.flaws()));
    }
    return Arrays.stream(schema.fields())
        .filter(f -> columns.contains(f.name()) && values.values().containsKey(f.name()))
        .filter(f -> !RecordProvider.isValue(values.values().get(f.name()), f.dataType()))
        .map(PathCheck::reason)
        .findFirst();
  }

  private static String reason(StructField field) {
    return "wrong type: "
        + field.name()
        + ": its folder is not "
        + field.dataType().catalogString();
  }
}
