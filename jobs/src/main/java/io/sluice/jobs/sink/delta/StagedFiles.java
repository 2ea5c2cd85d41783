package io.sluice.jobs.sink.delta;

import io.sluice.jobs.lake.LakeFiles.FileState;
import java.util.List;

/**
 * Files that lie in a Delta table's folder and that no reader sees, since its log does not name
 * them.
 *
 * @param actions what a commit is to write into the log, as Delta's own JSON: how the table is to
 *     be, then the files
 * @param files the files, in order of their paths
 * @param rows the rows in them
 * @param partitions the partitions they belong to, as {@code a=1/b=2} with the escapes of a folder
 *     name, in order; empty where the table has none
 */
public record StagedFiles(
    List<String> actions, List<FileState> files, long rows, List<String> partitions) {

  public StagedFiles {
    actions = List.copyOf(actions);
    files = List.copyOf(files);
    partitions = List.copyOf(partitions);
  }

  /** Returns the sum of the files' lengths, in bytes. */
  public long bytes() {
    return files.stream().mapToLong(FileState::bytes).sum();
  }
}
