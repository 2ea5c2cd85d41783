package io.sluice.jobs.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.util.List;
import java.util.Map;

/**
 * What a run that has begun to publish has set out to do. Written before the first file moves; a
 * later run that finds it finishes the work, since every part of it may be done twice.
 *
 * @param runId the run
 * @param table the folder of the table
 * @param moves the files to move into place
 * @param retire the files of the table that the new ones take the place of
 * @param documents texts to write when the files are in place, by path: the ledger
 * @param staging the folder to delete at the end
 */
record Journal(
    String runId,
    String table,
    List<Move> moves,
    List<String> retire,
    Map<String, String> documents,
    String staging) {

  private static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  /** One file's way from where it was written to where it is read. */
  record Move(String from, String to) {}

  String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write journal of run: " + runId, e);
    }
  }

  static Journal parse(String path, String text) {
    try {
      return JSON.readValue(text, Journal.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "Cannot read journal: %s (%s). Look at what it names, then delete it."
              .formatted(path, e.getOriginalMessage()),
          e);
    }
  }
}
