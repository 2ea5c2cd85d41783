package io.sluice.jobs.sink.delta;

import io.sluice.jobs.sink.PublishMode;
import java.util.List;

/**
 * A commit that makes staged files part of a table. Plain data, so that it can be written down
 * before it is carried out.
 *
 * @param table the table's folder
 * @param appId in whose name it is made
 * @param version its number among those of {@code appId}; it is done when the table knows this
 *     number or a higher one
 * @param actions see {@link StagedFiles#actions}
 */
public record FilesCommit(
    String table, String appId, long version, PublishMode mode, List<String> actions) {

  public FilesCommit {
    actions = List.copyOf(actions);
  }
}
