package io.sluice.jobs.bookmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files of one input that were processed, in every state in which they were. A set and no
 * high-water mark: nothing hangs on the order of times or names.
 */
final class Seen {

  private final Map<String, List<FileMark>> marks = new HashMap<>();

  Seen(List<Batch> batches, String input) {
    for (Batch batch : batches) {
      InputMark mark = batch.inputs().get(input);
      if (mark != null) {
        mark.files().forEach(this::add);
      }
    }
  }

  private void add(FileMark file) {
    List<FileMark> only = List.of(file);
    List<FileMark> earlier = marks.putIfAbsent(file.path(), only);
    if (earlier != null) {
      List<FileMark> both = new ArrayList<>(earlier);
      both.add(file);
      marks.put(file.path(), both);
    }
  }

  FileChanges compare(List<FileMark> listed) {
    List<FileMark> fresh = new ArrayList<>();
    List<FileMark> rewritten = new ArrayList<>();
    Set<String> present = new HashSet<>();
    long known = 0;
    for (FileMark file : listed) {
      present.add(file.path());
      List<FileMark> earlier = marks.get(file.path());
      if (earlier == null) {
        fresh.add(file);
      } else if (earlier.stream().anyMatch(file::isSameAs)) {
        known++;
      } else {
        rewritten.add(file);
      }
    }
    List<String> gone =
        marks.keySet().stream().filter(path -> !present.contains(path)).sorted().toList();
    return new FileChanges(fresh, rewritten, gone, known);
  }
}
