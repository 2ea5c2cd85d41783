package io.sluice.jobs.source.records;

/** What the bytes of a file are made of. */
public enum RecordKind {
  /** JSON, in a layout that each file shows by itself. */
  JSON,
  /** One JSON object a line. */
  JSON_LINES,
  /** One JSON array of objects. */
  JSON_ARRAY,
  /** JSON objects, one after the other. */
  JSON_CONCATENATED,
  /** Separated values, of which those in quotes may run over several lines. */
  CSV,
  /** Separated values, each record on one line. */
  CSV_LINES,
  /** Lines, each of them a value. */
  TEXT
}
