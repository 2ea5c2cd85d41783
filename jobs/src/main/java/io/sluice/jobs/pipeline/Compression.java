package io.sluice.jobs.pipeline;

/** How the bytes of a written file are packed. */
public enum Compression {
  ZSTD,
  SNAPPY,
  GZIP,
  LZ4,
  BZIP2,
  NONE;

  /** Returns the name as pipeline files and Spark's writers write it, such as {@code zstd}. */
  public String key() {
    return Keys.name(this);
  }
}
