package io.sluice.jobs.source.records;

import java.io.Closeable;
import java.io.IOException;

/** The records of a file, or of a part of it, one after the other. */
interface Records extends Closeable {

  /** Puts the next record into the row and returns true, or returns false after the last. */
  boolean next() throws IOException;
}
