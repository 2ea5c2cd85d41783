package io.sluice.jobs.bookmark;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One file of the numbered sequence.
 *
 * @param batch its number, time and, for a batch or what was set, what it holds
 * @param to for a rewind, the number of the last batch that still counts
 * @param mode the mode from here on; a batch says so only where it may be the first entry that
 *     counts
 */
record Entry(Kind kind, Batch batch, OptionalLong to, Optional<BookmarkMode> mode) {

  /** What an entry says. */
  enum Kind {
    /** A batch; it counts once there is a file that says it is done. */
    BATCH,
    /** Counts files as processed that no run has read. */
    SET,
    /** Nothing before counts. */
    RESET,
    /** Nothing between a batch and this counts. */
    REWIND,
    /** Only changes the mode. */
    MODE
  }

  static Entry of(Batch batch) {
    return new Entry(Kind.BATCH, batch, OptionalLong.empty(), Optional.empty());
  }

  static Entry rebuild(Batch batch, BookmarkMode mode) {
    return new Entry(Kind.BATCH, batch.asRebuild(), OptionalLong.empty(), Optional.of(mode));
  }

  long number() {
    return batch.number();
  }
}
