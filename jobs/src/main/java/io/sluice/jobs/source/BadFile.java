package io.sluice.jobs.source;

/**
 * A file that cannot be read at all and was left out of the rows.
 *
 * @param uri the file, as {@link SourceFile#uri()} has it
 * @param reason what is wrong with it, in the words of a reject's reason
 */
public record BadFile(String uri, String reason) {}
