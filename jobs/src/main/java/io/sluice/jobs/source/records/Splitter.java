package io.sluice.jobs.source.records;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongFunction;

/** Cuts big files, and puts small ones together, so that tasks have about the same to do. */
final class Splitter {

  private final SplitSizes sizes;

  Splitter(SplitSizes sizes) {
    this.sizes = sizes;
  }

  /**
   * Returns what tasks read.
   *
   * @param kinds gives, for a length, what each of the files is that are longer
   */
  List<RecordPartition> partitions(List<RecordFile> files, LongFunction<List<RecordKind>> kinds) {
    long total = files.stream().mapToLong(RecordFile::bytes).sum();
    long most = sizes.slice(total, files.size());
    List<RecordKind> kindOf = kinds.apply(most);
    List<RecordSlice> slices = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      cut(files.get(i), kindOf.get(i), most, slices);
    }
    return pack(slices, most);
  }

  private static void cut(RecordFile file, RecordKind kind, long most, List<RecordSlice> slices) {
    if (file.bytes() > most && isCut(file, kind)) {
      for (long start = 0; start < file.bytes(); start += most) {
        long end = start + most >= file.bytes() ? RecordSlice.WHOLE : start + most;
        slices.add(new RecordSlice(file, kind, start, end));
      }
    } else if (file.bytes() > 0) {
      slices.add(new RecordSlice(file, kind, 0, RecordSlice.WHOLE));
    }
  }

  /** Returns whether parts of {@code file} can be read by themselves. */
  static boolean isCut(RecordFile file, RecordKind kind) {
    return (kind == RecordKind.JSON_LINES
            || kind == RecordKind.TEXT
            || kind == RecordKind.CSV_LINES)
        && !Compression.of(file.uri()).isPresent();
  }

  private List<RecordPartition> pack(List<RecordSlice> slices, long most) {
    slices.sort(Comparator.comparingLong(RecordSlice::bytes).reversed());
    List<RecordPartition> partitions = new ArrayList<>();
    List<RecordSlice> current = new ArrayList<>();
    long size = 0;
    for (RecordSlice slice : slices) {
      if (size + slice.bytes() > most && !current.isEmpty()) {
        partitions.add(new RecordPartition(List.copyOf(current)));
        current.clear();
        size = 0;
      }
      size += slice.bytes() + sizes.open();
      current.add(slice);
    }
    if (!current.isEmpty()) {
      partitions.add(new RecordPartition(List.copyOf(current)));
    }
    return partitions;
  }
}
