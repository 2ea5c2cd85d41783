package io.sluice.jobs.bookmark;

import java.util.Objects;
import java.util.Optional;

/**
 * What a file was when it was processed. Together these identify it: a file whose path was seen
 * before, but with anything else about it, is another file.
 *
 * @param path its full URI, to the letter as the input's listing has it
 * @param bytes its length as stored
 * @param modifiedMillis when it was last changed, in milliseconds since 1970 UTC; only ever
 *     compared for being the same
 * @param etag what an object store says identifies its content; absent where the store says nothing
 */
public record FileMark(String path, long bytes, long modifiedMillis, Optional<String> etag) {

  public FileMark {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(etag, "etag");
  }

  /**
   * Returns whether this and {@code other} are the same state of the same file. An ETag counts only
   * where both have one.
   */
  boolean isSameAs(FileMark other) {
    return path.equals(other.path)
        && bytes == other.bytes
        && modifiedMillis == other.modifiedMillis
        && (etag.isEmpty() || other.etag.isEmpty() || etag.equals(other.etag));
  }
}
