package io.sluice.jobs.bookmark;

import java.util.List;

/**
 * One file in the place of many.
 *
 * @param through the last number that it stands for
 * @param batches those that count, oldest first
 */
record Merged(long through, BookmarkMode mode, List<Batch> batches) {

  Merged {
    batches = List.copyOf(batches);
  }
}
