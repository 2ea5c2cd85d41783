package io.sluice.jobs.bookmark;

import java.util.List;

/**
 * How the files of an input differ from those that were processed.
 *
 * @param fresh those whose paths were never seen, in the order of the listing
 * @param rewritten those whose paths were seen, but never as they are now: with other bytes,
 *     another time of change or another ETag. They are to be processed again
 * @param gone the paths that were seen and are no longer listed, sorted
 * @param known how many files are as they were when they were processed
 */
public record FileChanges(
    List<FileMark> fresh, List<FileMark> rewritten, List<String> gone, long known) {

  public FileChanges {
    fresh = List.copyOf(fresh);
    rewritten = List.copyOf(rewritten);
    gone = List.copyOf(gone);
  }

  /** Returns whether there is no file to process. */
  public boolean isEmpty() {
    return fresh.isEmpty() && rewritten.isEmpty();
  }
}
