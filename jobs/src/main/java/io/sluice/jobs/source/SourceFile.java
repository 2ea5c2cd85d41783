package io.sluice.jobs.source;

/**
 * A file of an input, as it was when the input was listed.
 *
 * @param uri its full path with its scheme, as Hadoop prints it: not percent-encoded, so {@code
 *     file:/lake/a b.json} and not {@code file:/lake/a%20b.json}. The hidden columns name files in
 *     the same way, to the letter
 * @param bytes its length as stored; 0 for an empty file, which gives no rows
 * @param modifiedMillis when it was last changed, in milliseconds since 1970 UTC
 */
public record SourceFile(String uri, long bytes, long modifiedMillis) {}
