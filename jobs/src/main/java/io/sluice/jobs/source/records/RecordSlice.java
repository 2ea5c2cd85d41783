package io.sluice.jobs.source.records;

import java.io.Serializable;

/**
 * A part of a file, or all of it.
 *
 * @param kind what it is made of; {@link RecordKind#JSON} where the reader finds that out
 * @param start the first byte
 * @param end the byte after the last, or {@link #WHOLE} for all there is
 */
record RecordSlice(RecordFile file, RecordKind kind, long start, long end) implements Serializable {

  static final long WHOLE = Long.MAX_VALUE;

  /** Returns how many bytes of storage it takes to read this. */
  long bytes() {
    return (end == WHOLE ? file.bytes() : end) - start;
  }
}
