package io.sluice.jobs.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How and where the result of a pipeline is written. */
public record Write(
    @Doc(value = "`parquet`, `delta`, `json`, `csv` or `orc`.", byDefault = "parquet")
        Format format,
    @Doc(
            "Where to write: a URI, or a path under `lake.root`. By default"
                + " `<lake.root>/<database>/<table>`.")
        Optional<String> path,
    @Doc(
            value =
                "What becomes of the rows that are already there. `merge` and `history` need format `delta`.",
            byDefault = "overwrite")
        WriteMode mode,
    @Doc("For `merge` and `history`: the columns that tell rows apart. None may be NULL.")
        List<String> keys,
    @Doc(
            "For `merge` and `history`: which of several rows of one key is the latest, the first"
                + " column first: the one with the highest values, NULL the lowest. For `history`"
                + " the first column says from when on a row holds.")
        List<String> orderBy,
    @Doc("For `merge` and `history`: a predicate; rows for which it is true delete their key.")
        Optional<String> deleteWhen,
    @Doc(
            "For `merge` and `history`: columns that `order_by` and `delete_when` use and that the"
                + " table is not to have, such as `[Op, ts]`.")
        List<String> dropFields,
    @Doc(
            value =
                "For `history`: whether the rows of each value of the first `order_by` column are a"
                    + " full copy of the source, so that a key that the next copy has not got is"
                    + " closed.",
            byDefault = "false")
        boolean closeMissing,
    @Doc("Columns whose values become folders `column=value`, outermost first.")
        List<String> partitionBy,
    @Doc("Columns by which the rows of each file are sorted, ascending.") List<String> sortBy,
    @Doc(
            "How files are compressed: by default zstd for parquet, delta and orc, none for json and"
                + " csv.")
        Optional<Compression> compression,
    @Doc(
            "About how big files become when there is enough data, such as `128MB`: within a factor"
                + " of two. By default files come out as Spark's tasks make them. Files that miss"
                + " the size are read and written once more.")
        Optional<ByteSize> targetFileSize,
    @Doc(
            "For `delta`: properties of the table, such as `delta.enableChangeDataFeed: true`, set"
                + " with the next commit. The table keeps those that are not named.")
        Map<String, String> properties,
    @Doc(
            value =
                "For `delta`, where rows join a table that is there: whether it is an error that"
                    + " their columns are not the table's (`fail`), or new ones are added to the"
                    + " table and missing ones are NULL in the new rows (`add`). Another type is an"
                    + " error either way; `mode: overwrite` takes any columns.",
            byDefault = "fail")
        OnSchemaChange onSchemaChange) {

  /** Returns how rows that are changes are brought in, in the modes that do so. */
  public Optional<KeyedWrite> keyed() {
    boolean keyed = mode == WriteMode.MERGE || mode == WriteMode.HISTORY;
    return keyed ? Optional.of(new KeyedWrite(this)) : Optional.empty();
  }

  /** Returns the compression that was asked for, or else the format's own default. */
  public Compression packing() {
    return compression.orElse(
        format == Format.JSON || format == Format.CSV ? Compression.NONE : Compression.ZSTD);
  }
}
