package io.sluice.jobs.pipeline;

/** How rows are written in files. */
public enum Format {
  JSON,
  CSV,
  PARQUET,
  ORC,
  AVRO,
  TEXT,
  DELTA;

  /** Returns whether files of this format say nothing of their columns' types. */
  public boolean needsSchema() {
    return this == JSON || this == CSV;
  }

  /** Returns the name as pipeline files and Spark write it, such as {@code parquet}. */
  public String key() {
    return Keys.name(this);
  }
}
