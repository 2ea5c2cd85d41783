package io.sluice.jobs.bookmark;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a batch read of one input: files, or a version of a table.
 *
 * @param files the files; empty for a table
 * @param version the version up to which a table was read; absent for files
 */
public record InputMark(List<FileMark> files, OptionalLong version) {

  public InputMark {
    files = List.copyOf(files);
  }

  /** Returns the mark of an input that was read as files. */
  public static InputMark of(List<FileMark> files) {
    return new InputMark(files, OptionalLong.empty());
  }

  /** Returns the mark of a table that was read up to a version. */
  public static InputMark upTo(long version) {
    return new InputMark(List.of(), OptionalLong.of(version));
  }

  /** Returns the length of all its files. */
  public long bytes() {
    return files.stream().mapToLong(FileMark::bytes).sum();
  }

  boolean isEmpty() {
    return files.isEmpty() && version.isEmpty();
  }
}
