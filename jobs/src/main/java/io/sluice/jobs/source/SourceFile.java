package io.sluice.jobs.source;

import java.net.URI;
import org.apache.hadoop.fs.Path;

/**
 * A file of an input, as it was when the input was listed.
 *
 * @param uri its full URI, percent-encoded as Spark's {@code _metadata.file_path} is: {@code
 *     file:/lake/a%20b.json}. The hidden columns name files in the same way, to the letter
 * @param bytes its length as stored; 0 for an empty file, which gives no rows
 * @param modifiedMillis when it was last changed, in milliseconds since 1970 UTC
 */
public record SourceFile(String uri, long bytes, long modifiedMillis) {

  Path path() {
    return new Path(URI.create(uri));
  }
}
