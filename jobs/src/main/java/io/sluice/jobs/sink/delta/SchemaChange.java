package io.sluice.jobs.sink.delta;

/** What becomes of a table whose columns are not those of the rows that join it. */
public enum SchemaChange {
  /** It is an error. */
  FAIL,
  /**
   * New columns are added, NULL in the rows that are there; columns that the new rows lack are NULL
   * in these. Another type is an error.
   */
  ADD
}
