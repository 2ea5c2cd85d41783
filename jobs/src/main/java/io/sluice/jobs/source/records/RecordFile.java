package io.sluice.jobs.source.records;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * A file to read, with what its path says about its rows.
 *
 * @param uri its full URI, percent-encoded as Spark's {@code _metadata.file_path}
 * @param bytes its length as stored
 * @param values the text of the columns taken from the path; a column that is missing here is NULL
 * @param flaws why no row of this file can be good, or nothing
 */
public record RecordFile(String uri, long bytes, Map<String, String> values, List<String> flaws)
    implements Serializable {

  /** Copies the collections. */
  public RecordFile {
    values = Map.copyOf(values);
    flaws = List.copyOf(flaws);
  }
}
