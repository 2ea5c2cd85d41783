package io.sluice.jobs.bookmark;

import io.sluice.jobs.lake.LakeFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes one file of many. */
final class Tidying {

  private final LakeFiles files;
  private final String folder;
  private final int most;

  Tidying(LakeFiles files, String folder, int most) {
    this.files = files;
    this.folder = folder;
    this.most = most;
  }

  void tidy(Map<String, Set<String>> present) {
    BookmarkFolder names = new BookmarkFolder(files.names(folder));
    if (names.entries().size() > most) {
      merge(names, present);
      names = new BookmarkFolder(files.names(folder));
    }
    names.passedOver().forEach(name -> files.delete(folder + "/" + name));
  }

  private void merge(BookmarkFolder names, Map<String, Set<String>> present) {
    Bookmark bookmark = BookmarkReader.read(files, folder);
    // An open batch may yet be planned anew or found to be done, so it stays a file of its own.
    long through = bookmark.open().orElse(names.highest() + 1) - 1;
    if (names.entries().headSet(through, true).size() <= most) {
      return;
    }
    List<Batch> kept = new ArrayList<>();
    for (Batch batch : bookmark.batches()) {
      if (batch.number() <= through) {
        kept.add(without(batch, present));
      }
    }
    long last = kept.isEmpty() ? 0 : kept.get(kept.size() - 1).number();
    kept.removeIf(batch -> batch.isEmpty() && batch.number() != last);
    write(
        BookmarkFolder.merged(through),
        BookmarkJson.text(new Merged(through, bookmark.mode(), kept)));
    write(BookmarkFolder.mergedDone(through), BookmarkJson.mergedDoneText(through));
  }

  private static Batch without(Batch batch, Map<String, Set<String>> present) {
    Map<String, InputMark> inputs = new LinkedHashMap<>();
    batch
        .inputs()
        .forEach(
            (name, mark) -> {
              Set<String> paths = present.get(name);
              inputs.put(name, paths == null ? mark : only(mark, paths));
            });
    return new Batch(batch.number(), batch.runId(), batch.at(), inputs, batch.rebuild());
  }

  private static InputMark only(InputMark mark, Set<String> paths) {
    return new InputMark(
        mark.files().stream().filter(file -> paths.contains(file.path())).toList(), mark.version());
  }

  private void write(String name, String text) {
    files.write(folder + "/" + name, text);
  }
}
