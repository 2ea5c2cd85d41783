package io.sluice.jobs.source.records;

/** Turns the text of a value into what Spark keeps for it. */
@FunctionalInterface
interface TextValue {

  /** Returned for text that is no such value. */
  Object WRONG = new Object();

  /** Returned for text that is such a value, but one that the type has no room for. */
  Object OUT_OF_RANGE = new Object();

  /**
   * Returns the value of the text in {@code [from, to)}, which is valid UTF-8, or one of the
   * constants. A string may share the bytes.
   */
  Object read(byte[] text, int from, int to);
}
