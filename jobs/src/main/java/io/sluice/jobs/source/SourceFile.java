package io.sluice.jobs.source;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * A file of an input, as it was when the input was listed.
 *
 * @param uri its full URI, percent-encoded as Spark's {@code _metadata.file_path} is: {@code
 *     file:/lake/a%20b.json}. The hidden columns name files in the same way, to the letter
 * @param bytes its length as stored; 0 for an empty file, which gives no rows
 * @param modifiedMillis when it was last changed, in milliseconds since 1970 UTC
 * @param etag what the object store says identifies its content; absent where the store, or the
 *     client that lists it, says nothing
 */
public record SourceFile(String uri, long bytes, long modifiedMillis, Optional<String> etag) {

  public SourceFile {
    Objects.requireNonNull(etag, "etag");
  }

  /** Makes a file of which there is no ETag. */
  public SourceFile(String uri, long bytes, long modifiedMillis) {
    this(uri, bytes, modifiedMillis, Optional.empty());
  }

  Path path() {
    return new Path(URI.create(uri));
  }
}
