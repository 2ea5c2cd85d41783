package io.sluice.jobs.pipeline;

import java.util.Optional;

/** An input that lies in a database. */
public record Jdbc(
    @Doc("User and password, by reference: `${secret:<id>}`.") Secret secret,
    @Doc("The JDBC URL, without user and password.") String url,
    @Doc("The table to read; or give `query`.") Optional<String> table,
    @Doc("The query to read; or give `table`.") Optional<String> query,
    @Doc("A column of numbers or times by which to read in parallel.")
        Optional<String> partitionColumn,
    @Doc("The lowest value of `partition_column`.") Optional<String> lower,
    @Doc("The highest value of `partition_column`.") Optional<String> upper,
    @Doc("Into how many parts to read.") Optional<Integer> partitions) {}
