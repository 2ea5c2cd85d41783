package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Path;

/** Raw data of one kind: the few rows of the sample lake, or as many as are asked for. */
interface DataSet {

  /** Writes what the sample lake has, into a folder of its own below {@code out}. */
  void sample(Path out, long seed) throws IOException;

  /**
   * Writes {@code rows} rows over {@code files} files that are made side by side. Memory stays
   * small whatever the number of rows, and the rows are the same whatever the number of files.
   *
   * @throws IllegalArgumentException if there is no such data beyond the sample
   */
  default void atScale(Path out, long seed, long rows, int files) throws IOException {
    throw new IllegalArgumentException(
        "Cannot make at scale: "
            + getClass().getSimpleName()
            + " (its files are a fixed few). Leave out --rows.");
  }
}
