package io.sluice.jobs.pipeline;

/** How JSON records follow each other in a file. */
public enum Layout {
  /** Decided for each file, from its first bytes. */
  AUTO,
  /** One record a line. */
  LINES,
  /** One top-level array, pretty-printed or not. */
  ARRAY,
  /** One record after the other with anything or nothing between them, as Firehose writes. */
  CONCATENATED
}
