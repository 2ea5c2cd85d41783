package io.sluice.jobs.pipeline;

/** What becomes of the rows that a table already holds. */
public enum WriteMode {
  /** The table then holds this run's rows and no others. */
  OVERWRITE,
  /** Partitions that occur in this run's rows are replaced; the others stay untouched. */
  OVERWRITE_PARTITIONS,
  /** They stay, and this run's rows join them. */
  APPEND,
  /** Rows of equal keys are replaced, others added. */
  MERGE,
  /** Old versions of a key's row are kept beside the current one (SCD type 2). */
  HISTORY
}
