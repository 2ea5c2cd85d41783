package io.sluice.jobs.source;

/** How a JSON file puts one record after the other. */
public enum Layout {
  /** Each file is looked at by itself, and is one of the others. */
  AUTO,
  /** One object a line. The only layout of which a big file is read by several tasks. */
  LINES,
  /** One array at the top, pretty-printed or not, whose elements are the records. */
  ARRAY,
  /**
   * Objects one after the other, pretty-printed or not, with white space between them or nothing.
   */
  CONCATENATED
}
