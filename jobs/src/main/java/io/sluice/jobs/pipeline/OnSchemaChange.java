package io.sluice.jobs.pipeline;

/** What becomes of a table whose columns are not those of the rows that join it. */
public enum OnSchemaChange {
  /** It is an error. */
  FAIL,
  /** New columns are added to the table; columns that the rows lack are NULL in them. */
  ADD
}
