package io.sluice.jobs.source.records;

/** Makes a row of the bytes of one record. */
@FunctionalInterface
interface RecordParser {

  /** Fills and ends the row. Never fails, whatever the bytes. */
  void parse(byte[] bytes, int from, int to);
}
