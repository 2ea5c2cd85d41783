package io.sluice.jobs.pipeline;

import java.util.Map;
import java.util.Optional;

/** One input of a pipeline: exactly one of {@link #path}, {@link #table}, jdbc and kinesis. */
public record Read(
    @Doc(
            "Files to read: a URI, or a path under `lake.root`; one that begins with `raw/` lies"
                + " under `lake.raw`. A file, a folder with all below it, or a glob.")
        Optional<String> path,
    @Doc("How the files are written. Needed with `path`.") Optional<Format> format,
    @Doc(
            value =
                "For json: how records follow each other in a file. `auto` decides file by file.",
            byDefault = "auto")
        Layout layout,
    @Doc("Options handed to the reader, such as `header: true` for csv.")
        Map<String, String> options,
    @Doc(
            "The contract that says which columns there are, by name: `raw.posts` is"
                + " `schemas/raw/posts.yaml`.")
        Optional<TableName> contract,
    @Doc(
            "Instead of a contract, the columns as Spark DDL, for a quick start:"
                + " `userId INT NOT NULL, id INT`.")
        Optional<String> schema,
    @Doc(
            value = "Instead of either, find columns and types by looking at the data at each run.",
            byDefault = "false")
        boolean infer,
    @Doc(
            "For paths whose folders are not `key=value`: a template that names their levels, such"
                + " as `{year}/{month}/{day}/{hour}`; each becomes a text column.")
        Optional<String> partitions,
    @Doc("A table of the lake to read, instead of a path: `<database>.<table>`.")
        Optional<TableName> table,
    @Doc(
            "With `table`, or `format: delta`: an SQL predicate on its columns, pushed down to"
                + " partitions and row groups. Rows it leaves out are not read, so not counted.")
        Optional<String> where,
    @Doc(
            "How much of this input a run reads. The first input is read as the pipeline's `load`"
                + " says; any other must say `full` where that is `incremental`: rows that were"
                + " written earlier keep what they met then.")
        Optional<Load> load,
    @Doc(
            value =
                "With `table`, for an incremental load of a Delta table that has a change feed:"
                    + " whether each change is a row, with `_change_type` (insert, update_postimage"
                    + " or delete), `_commit_version` and `_commit_timestamp`.",
            byDefault = "false")
        boolean changes,
    @Doc(value = "A table or query of a database.", later = true) Optional<Jdbc> jdbc,
    @Doc(value = "A Kinesis stream.", later = true) Optional<Kinesis> kinesis) {}
