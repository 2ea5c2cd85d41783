package io.sluice.jobs.sink;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a table's rows lie in files.
 *
 * @param format parquet, orc, json or csv, as Spark names them
 * @param partitionBy the columns that become folders, outermost first
 * @param sortBy the columns by which the rows of a file are sorted
 * @param compression a codec of the format; empty for the format's default, see {@link #codec()}
 * @param targetFileBytes the size that files should come out at; empty to leave them as they fall
 */
public record TableLayout(
    String format,
    List<String> partitionBy,
    List<String> sortBy,
    Optional<String> compression,
    OptionalLong targetFileBytes) {

  public TableLayout {
    partitionBy = List.copyOf(partitionBy);
    sortBy = List.copyOf(sortBy);
  }

  /** Returns a layout of plain Parquet files in one folder. */
  public static TableLayout parquet() {
    return new TableLayout("parquet", List.of(), List.of(), Optional.empty(), OptionalLong.empty());
  }

  /**
   * Returns the codec: zstd for columnar formats, none for text, unless one is named. What Spark
   * calls lz4 in Parquet is Hadoop's own framing of it, which few others read.
   */
  public String codec() {
    boolean text = format.equals("json") || format.equals("csv");
    String codec = compression.orElse(text ? "none" : "zstd");
    return format.equals("parquet") && codec.equals("lz4") ? "lz4_raw" : codec;
  }
}
