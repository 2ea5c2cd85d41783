package io.sluice.jobs.sink;

import io.sluice.jobs.lake.LakeFiles.FileState;
import java.util.List;

/**
 * Files of a table that are complete but that no reader sees yet.
 *
 * @param folder where they lie, under partition folders as the table will have them
 * @param files the files, in order of their paths
 * @param rows the rows in them
 */
public record StagedTable(String folder, List<FileState> files, long rows) {

  public StagedTable {
    files = List.copyOf(files);
  }

  /** Returns the sum of the files' lengths, in bytes. */
  public long bytes() {
    return files.stream().mapToLong(FileState::bytes).sum();
  }
}
