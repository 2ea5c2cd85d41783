package io.sluice.jobs.pipeline;

import java.util.List;
import java.util.Optional;

/** How and where the result of a pipeline is written. */
public record Write(
    @Doc(
            value = "`parquet`, `json`, `csv` or `orc`; `delta` is not supported yet.",
            byDefault = "parquet")
        Format format,
    @Doc(
            "Where to write: a URI, or a path under `lake.root`. By default"
                + " `<lake.root>/<database>/<table>`.")
        Optional<String> path,
    @Doc(
            value =
                "What becomes of the rows that are already there. `merge` and `history` are not supported yet.",
            byDefault = "overwrite")
        WriteMode mode,
    @Doc(value = "For `merge` and `history`: the columns that tell rows apart.", later = true)
        List<String> keys,
    @Doc(
            value =
                "For `merge` and `history`: which of several rows of one key is the newest: `ts desc`.",
            later = true)
        List<String> orderBy,
    @Doc(
            value = "For `merge` and `history`: a predicate; rows it holds for delete their key.",
            later = true)
        Optional<String> deleteWhen,
    @Doc("Columns whose values become folders `column=value`, outermost first.")
        List<String> partitionBy,
    @Doc("Columns by which the rows of each file are sorted, ascending.") List<String> sortBy,
    @Doc("How files are compressed: by default zstd for parquet and orc, none for json and csv.")
        Optional<Compression> compression,
    @Doc(
            "About how big files become when there is enough data, such as `128MB`: within a factor"
                + " of two. By default files come out as Spark's tasks make them. Files that miss"
                + " the size are read and written once more.")
        Optional<ByteSize> targetFileSize) {

  /** Returns the compression that was asked for, or else the format's own default. */
  public Compression packing() {
    return compression.orElse(
        format == Format.JSON || format == Format.CSV ? Compression.NONE : Compression.ZSTD);
  }
}
