package io.sluice.jobs.source.records;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Cuts big files, and puts small ones together, so that tasks have about the same to do. */
final class Splitter {

  private final SplitSizes sizes;

  Splitter(SplitSizes sizes) {
    this.sizes = sizes;
  }

  /**
   * @param kinds what each of the files is, in their order
   */
  List<RecordPartition> partitions(List<RecordFile> files, List<RecordKind> kinds, boolean cut) {
    long total = files.stream().mapToLong(RecordFile::bytes).sum();
    long most = sizes.slice(total, files.size());
    List<RecordSlice> slices = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      RecordFile file = files.get(i);
      if (cut && isCut(file, kinds.get(i))) {
        for (long start = 0; start < file.bytes(); start += most) {
          long end = start + most >= file.bytes() ? RecordSlice.WHOLE : start + most;
          slices.add(new RecordSlice(file, kinds.get(i), start, end));
        }
      } else if (file.bytes() > 0) {
        slices.add(new RecordSlice(file, kinds.get(i), 0, RecordSlice.WHOLE));
      }
    }
    return pack(slices, most);
  }

  /** Returns whether parts of {@code file} can be read by themselves. */
  static boolean isCut(RecordFile file, RecordKind kind) {
    return (kind == RecordKind.JSON_LINES || kind == RecordKind.TEXT || kind == RecordKind.CSV)
        && !Compression.of(file.path()).isPresent();
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
