package io.sluice.bench;

/** Makes the records of a data set, each from its number alone. */
interface RecordMaker {

  /**
   * Returns the bytes of one record, with what ends it.
   *
   * @param row the record's number, from 1
   */
  byte[] record(long seed, long row);
}
