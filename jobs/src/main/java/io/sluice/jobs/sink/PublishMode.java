package io.sluice.jobs.sink;

/** What becomes of the files that a table has when new ones are published. */
public enum PublishMode {
  /** They stay. Files that an earlier attempt of the same run left are replaced. */
  APPEND,
  /** All are retired. */
  OVERWRITE,
  /** Those in partitions that the new files have are retired. */
  OVERWRITE_PARTITIONS
}
