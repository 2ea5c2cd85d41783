package io.sluice.jobs.sink.delta;

import io.sluice.jobs.pipeline.OnSchemaChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.types.StructType;

/**
 * How a Delta table is to be.
 *
 * @param schema the columns of the rows that are written
 * @param partitionBy the columns that become folders, outermost first
 * @param sortBy the columns by which the rows of a file are sorted
 * @param compression a codec of Parquet; empty for zstd
 * @param targetFileBytes the size that files should come out at, see {@link DeltaWriter}; empty to
 *     leave them as they fall
 * @param properties properties of the table to set; it keeps those that are not named
 * @param onSchemaChange what becomes of other columns, where the rows join those that are there
 */
public record DeltaLayout(
    StructType schema,
    List<String> partitionBy,
    List<String> sortBy,
    Optional<String> compression,
    OptionalLong targetFileBytes,
    Map<String, String> properties,
    OnSchemaChange onSchemaChange) {

  public DeltaLayout {
    partitionBy = List.copyOf(partitionBy);
    sortBy = List.copyOf(sortBy);
    properties = Map.copyOf(properties);
  }

  /** Returns a layout of files in one folder, with all else left to the defaults. */
  public static DeltaLayout of(StructType schema) {
    return new DeltaLayout(
        schema,
        List.of(),
        List.of(),
        Optional.empty(),
        OptionalLong.empty(),
        Map.of(),
        OnSchemaChange.FAIL);
  }

  String codec() {
    return codec(compression);
  }

  /** What Spark calls lz4 in Parquet is Hadoop's own framing of it, which few others read. */
  static String codec(Optional<String> compression) {
    String codec = compression.orElse("zstd");
    return codec.equals("lz4") ? "lz4_raw" : codec;
  }
}
