package io.sluice.jobs.pipeline;

import java.util.List;
import java.util.Optional;

/** The table that one of several results becomes. Whatever is not said here is as in `write`. */
public record Output(
    @Doc(value = "The table, `<database>.<table>`.", required = true) TableName table,
    @Doc("Where to write it. By default `<lake.root>/<database>/<table>`.") Optional<String> path,
    @Doc("Columns whose values become folders. By default none.") List<String> partitionBy,
    @Doc("Columns by which the rows of each file are sorted. By default none.")
        List<String> sortBy) {

  @Form("the table alone")
  static Output of(TableName table) {
    return new Output(table, Optional.empty(), List.of(), List.of());
  }

  /** Returns how its rows are written, where the main result is written as {@code main} says. */
  Write write(Write main) {
    return new Write(
        main.format(),
        path,
        main.mode(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        false,
        partitionBy,
        sortBy,
        main.compression(),
        main.targetFileSize(),
        main.properties(),
        main.onSchemaChange());
  }
}
