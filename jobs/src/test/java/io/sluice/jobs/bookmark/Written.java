package io.sluice.jobs.bookmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files as a store leaves them, put there without waiting for the disk. */
final class Written {

  private Written() {}

  static void done(Path folder, Batch batch) {
    planned(folder, batch);
    write(folder, BookmarkFolder.done(batch.number()), BookmarkJson.doneText(batch));
  }

  static void planned(Path folder, Batch batch) {
    write(folder, BookmarkFolder.entry(batch.number()), BookmarkJson.text(Entry.of(batch)));
  }

  static void write(Path folder, String name, String text) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
