package io.sluice.jobs.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.sluice.jobs.sink.delta.FilesCommit;
import io.sluice.jobs.sink.delta.MergeCommit;
import java.util.List;
import java.util.Map;

/**
 * What a run that has begun to publish has set out to do. Written before the first file moves; a
 * later run that finds it finishes the work, since every part of it may be done twice.
 *
 * @param runId the run
 * @param commits files to make part of Delta tables
 * @param merges changes to bring into Delta tables
 * @param tables what is to be done in each table's folder
 * @param documents texts to write when all of these are in place, by path: the ledgers, and others
 * @param bookmark texts to write last, by path: what says which inputs were processed
 */
record Journal(
    String runId,
    List<FilesCommit> commits,
    List<MergeCommit> merges,
    List<Changes> tables,
    Map<String, String> documents,
    Map<String, String> bookmark) {

  private static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  /**
   * What is to be done in one table.
   *
   * @param table its folder
   * @param moves the files to move into place
   * @param retire the files that the new ones take the place of
   * @param staging the folder to delete at the end
   */
  record Changes(String table, List<Move> moves, List<String> retire, String staging) {}

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
