/**
 * What a pipeline has processed: numbered files in the lake, each of which counts whole or not at
 * all. {@link io.sluice.jobs.bookmark.Bookmarks} reads and writes them.
 */
package io.sluice.jobs.bookmark;
