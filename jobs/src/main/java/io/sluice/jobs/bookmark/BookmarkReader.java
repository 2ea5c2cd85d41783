package io.sluice.jobs.bookmark;

import io.sluice.jobs.bookmark.Entry.Kind;
import io.sluice.jobs.lake.LakeFiles;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads a bookmark from its newest entry back to the one before which nothing counts. So what was
 * given up is not read, and one that is broken can be reset.
 */
final class BookmarkReader {

  private static final int ATTEMPTS = 5;

  private final LakeFiles files;
  private final String folder;
  private final BookmarkFolder names;
  private final boolean allowGaps;

  private final Deque<Batch> batches = new ArrayDeque<>();
  private Optional<BookmarkMode> mode = Optional.empty();
  private Optional<Batch> open = Optional.empty();
  private long limit = Long.MAX_VALUE;

  private BookmarkReader(LakeFiles files, String folder, boolean allowGaps) {
    this.files = files;
    this.folder = folder;
    this.names = new BookmarkFolder(files.names(folder));
    this.allowGaps = allowGaps;
  }

  /** A file that should be there is not: somebody may be tidying up. */
  private static final class Vanished extends Exception {
    private static final long serialVersionUID = 1L;

    Vanished(String path) {
      super(path);
    }
  }

  /**
   * Reads all that counts.
   *
   * @throws IllegalStateException when a file is missing or is not what it should be
   */
  static Bookmark read(LakeFiles files, String folder) {
    for (int attempt = 1; ; attempt++) {
      boolean last = attempt == ATTEMPTS;
      try {
        return new BookmarkReader(files, folder, last).read();
      } catch (Vanished e) {
        if (last) {
          throw unreadable(folder, e.getMessage(), "it is missing", e);
        }
        pause();
      }
    }
  }

  /** Returns the mode as far as it can be made out, whatever is broken. */
  static BookmarkMode modeOfBroken(LakeFiles files, String folder) {
    return new BookmarkReader(files, folder, true).lastMode();
  }

  private BookmarkMode lastMode() {
    for (long number : names.entries().descendingSet()) {
      Optional<BookmarkMode> said = modeFrom(number);
      if (said.isPresent()) {
        return said.get();
      }
    }
    try {
      return names.through() > 0 ? merged().mode() : BookmarkMode.ENABLED;
    } catch (IllegalStateException | Vanished e) {
      return BookmarkMode.ENABLED;
    }
  }

  private Optional<BookmarkMode> modeFrom(long number) {
    try {
      Entry entry = entry(number);
      boolean counts = entry.kind() != Kind.BATCH || names.done().contains(number);
      return counts ? entry.mode() : Optional.empty();
    } catch (IllegalStateException | Vanished e) {
      return Optional.empty(); // an earlier one may say
    }
  }

  private Bookmark read() throws Vanished {
    boolean more = true;
    for (long number = names.highest(); number > names.through() && more; number--) {
      more = number > limit || take(number);
    }
    if (more && names.through() > 0) {
      takeMerged();
    }
    long next = open.map(Batch::number).orElse(names.highest() + 1);
    return new Bookmark(mode.orElseGet(this::lastMode), new ArrayList<>(batches), open, next);
  }

  /** Takes an entry into account; returns whether those before it count. */
  private boolean take(long number) throws Vanished {
    boolean done = names.done().contains(number);
    if (!names.entries().contains(number)) {
      if (done || !allowGaps) {
        throw new Vanished(path(BookmarkFolder.entry(number)));
      }
      return true; // never written, where a run had to pass over a number
    }
    Entry entry = entry(number);
    if (mode.isEmpty() && (entry.kind() != Kind.BATCH || done)) {
      mode = entry.mode();
    }
    switch (entry.kind()) {
      case BATCH -> {
        return takeBatch(entry.batch(), done);
      }
      case SET -> batches.addFirst(entry.batch());
      case RESET -> {
        return false;
      }
      case REWIND -> limit = Math.min(limit, entry.to().getAsLong());
      case MODE -> {}
    }
    return true;
  }

  private boolean takeBatch(Batch batch, boolean done) {
    if (done) {
      batches.addFirst(batch);
      return !batch.rebuild();
    }
    if (open.isEmpty()) {
      open = Optional.of(batch);
    }
    return true;
  }

  private void takeMerged() throws Vanished {
    if (limit < 1 && mode.isPresent()) {
      return;
    }
    Merged merged = merged();
    if (mode.isEmpty()) {
      mode = Optional.of(merged.mode());
    }
    List<Batch> counting =
        merged.batches().stream().filter(batch -> batch.number() <= limit).toList();
    for (int i = counting.size() - 1; i >= 0; i--) {
      batches.addFirst(counting.get(i));
    }
  }

  private Merged merged() throws Vanished {
    String path = path(BookmarkFolder.merged(names.through()));
    String text = text(path);
    try {
      return BookmarkJson.merged(names.through(), text);
    } catch (IllegalArgumentException e) {
      throw unreadable(folder, path, e.getMessage(), e);
    }
  }

  private Entry entry(long number) throws Vanished {
    String path = path(BookmarkFolder.entry(number));
    String text = text(path);
    try {
      return BookmarkJson.entry(number, text);
    } catch (IllegalArgumentException e) {
      throw unreadable(folder, path, e.getMessage(), e);
    }
  }

  private String text(String path) throws Vanished {
    Optional<String> text = files.read(path);
    if (text.isEmpty()) {
      throw new Vanished(path);
    }
    return text.get();
  }

  private String path(String name) {
    return folder + "/" + name;
  }

  private static IllegalStateException unreadable(
      String folder, String path, String reason, Exception cause) {
    String table = folder.substring(folder.lastIndexOf('/') + 1);
    return new IllegalStateException(
        "Cannot read bookmark: %s (%s). Put back a copy of it, or give up what it says: ./sluice bookmark reset %s, then ./sluice run %s --full."
            .formatted(path, reason, table, table),
        cause);
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
