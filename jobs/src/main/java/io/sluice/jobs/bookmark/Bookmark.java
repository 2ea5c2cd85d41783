package io.sluice.jobs.bookmark;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** All that a pipeline has processed, as it was read from the lake. */
public final class Bookmark {

  private final BookmarkMode mode;
  private final List<Batch> batches;
  private final Optional<Batch> open;
  private final long nextNumber;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  Bookmark(BookmarkMode mode, List<Batch> batches, Optional<Batch> open, long nextNumber) {
    this.mode = mode;
    this.batches = List.copyOf(batches);
    this.open = open;
    this.nextNumber = nextNumber;
  }

  /** Returns what runs are to do with this bookmark. */
  public BookmarkMode mode() {
    return mode;
  }

  /** Returns the batches that are done and count as processed, oldest first. */
  public List<Batch> batches() {
    return batches;
  }

  /** Returns the number of the batch that was planned but is not known to be done. */
  public OptionalLong open() {
    return open.map(batch -> OptionalLong.of(batch.number())).orElse(OptionalLong.empty());
  }

  /** Returns the batch that was planned but is not known to be done. */
  public Optional<Batch> openBatch() {
    return open;
  }

  /**
   * Returns the number of the batch that comes next: that of the open one, else one more than any
   * that was ever used.
   */
  public long nextNumber() {
    return nextNumber;
  }

  /** Returns whether nothing counts as processed. */
  public boolean isEmpty() {
    return batches.isEmpty();
  }

  /**
   * Returns the highest version of a table input that counts as processed. Where the table has
   * begun anew, with versions from 0, only a rebuild makes lower ones count.
   */
  public OptionalLong version(String input) {
    return batches.stream()
        .map(batch -> batch.inputs().get(input))
        .filter(Objects::nonNull)
        .flatMapToLong(mark -> mark.version().stream())
        .max();
  }

  /**
   * Returns how the files of an input, as they are listed now, differ from all that were processed.
   *
   * @param listed all files of the input, each path once
   */
  public FileChanges compare(String input, List<FileMark> listed) {
    return seen.computeIfAbsent(input, name -> new Seen(batches, name)).compare(listed);
  }
}
