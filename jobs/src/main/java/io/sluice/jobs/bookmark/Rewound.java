package io.sluice.jobs.bookmark;

import java.util.List;
import java.util.Optional;

/**
 * What is no longer counted as processed.
 *
 * @param last the last batch that still counts; none where nothing does
 * @param undone the batches that counted before and do not now, oldest first
 * @param open the batch that was planned but not known to be done, and is now given up
 */
public record Rewound(Optional<Batch> last, List<Batch> undone, Optional<Batch> open) {

  public Rewound {
    undone = List.copyOf(undone);
  }
}
