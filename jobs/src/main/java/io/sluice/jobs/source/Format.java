package io.sluice.jobs.source;

/** What the files of an input are. */
public enum Format {
  /** JSON objects, laid out as a {@link Layout} says. */
  JSON,
  /** Separated values, quoted where they must be. */
  CSV,
  /** Lines of text, each the one column {@code value}. */
  TEXT,
  /** Parquet files. */
  PARQUET,
  /** ORC files. */
  ORC,
  /** Avro container files. */
  AVRO;

  /** Returns whether such files say themselves which columns they hold. */
  public boolean carriesSchema() {
    return this == PARQUET || this == ORC || this == AVRO || this == TEXT;
  }

  /** Returns whether single records of such a file can be malformed while others are good. */
  public boolean hasTextRecords() {
    return this == JSON || this == CSV || this == TEXT;
  }
}
