package io.sluice.jobs.bookmark;

import io.sluice.jobs.bookmark.Entry.Kind;
import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.pipeline.InvalidInputException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The bookmark of a pipeline: a folder of small numbered files, of which none ever changes once it
 * counts.
 *
 * <p>{@code 00000007.json} is a batch; it counts when {@code 00000007.done} is there. Whatever else
 * happens to a bookmark is one such file too, and counts when it appears: a reset, a rewind, files
 * counted as processed, another mode. {@code 00000001-00000064.json}, with its own {@code .done},
 * stands for all up to 64. Numbers are never used again.
 *
 * <p>All that writes is called under the table's lock; reading needs none.
 */
public final class Bookmarks {

  /** How many single files there may be before they become one. */
  private static final int MOST = 32;

  private final LakeFiles files;
  private final String folder;
  private final Clock clock;
  private final int most;

  /**
   * @param folder where the bookmark lies, as {@code LakeLayout.bookmarks} has it
   */
  public Bookmarks(LakeFiles files, String folder) {
    this(files, folder, Clock.systemUTC(), MOST);
  }

  /** Makes the same with another clock, and another number of files that are too many. */
  Bookmarks(LakeFiles files, String folder, Clock clock, int most) {
    this.files = files;
    this.folder = folder;
    this.clock = clock;
    this.most = most;
  }

  /**
   * Reads all that counts; the bookmark of a pipeline that has never run is empty.
   *
   * @throws IllegalStateException when a file is missing or is not what it should be; the message
   *     says what to do
   */
  public Bookmark read() {
    return BookmarkReader.read(files, folder);
  }

  /**
   * Writes down what a batch will hold: whole, or not at all. It takes the place of an open batch
   * of the same number.
   *
   * @throws IllegalStateException when a batch of this number is done
   */
  public void plan(Batch batch) {
    BookmarkFolder names = names();
    if (batch.number() <= names.through() || names.done().contains(batch.number())) {
      throw new IllegalStateException(
          "Cannot plan batch: %d of %s (it is done). Plan number %d."
              .formatted(batch.number(), folder, names.highest() + 1));
    }
    write(BookmarkFolder.entry(batch.number()), BookmarkJson.text(Entry.of(batch)));
  }

  /**
   * Returns the files, by path, that mark a planned batch as done. They are to be written as they
   * stand, in this order, and may be written twice.
   */
  public Map<String, String> doneDocuments(Batch batch) {
    return batch.rebuild() ? fullDocuments(batch) : Map.of(donePath(batch), doneText(batch));
  }

  /**
   * Returns the same after a rebuild: from then on this batch is all that counts as processed,
   * whether or not it was planned as such.
   */
  public Map<String, String> fullDocuments(Batch batch) {
    Map<String, String> documents = new LinkedHashMap<>();
    documents.put(
        path(BookmarkFolder.entry(batch.number())),
        BookmarkJson.text(Entry.rebuild(batch, read().mode())));
    documents.put(donePath(batch), doneText(batch));
    return Collections.unmodifiableMap(documents);
  }

  /** Marks an open batch as done, where it turns out that it is. */
  public void finish(Batch batch) {
    doneDocuments(batch).forEach(files::write);
  }

  /** Makes one file of many, once there are more than a few. */
  public void tidy() {
    tidy(Map.of());
  }

  /**
   * Makes one file of many, once there are more than a few, and forgets files that are gone. Killed
   * at any instant, it leaves a bookmark that says the same.
   *
   * @param present for inputs that were listed, the paths of all files there are; of inputs that
   *     are not named, nothing is forgotten
   */
  public void tidy(Map<String, Set<String>> present) {
    new Tidying(files, folder, most).tidy(present);
  }

  /** Sets what runs are to do with this bookmark from now on. */
  public void mode(BookmarkMode mode) {
    if (read().mode() != mode) {
      append(Kind.MODE, OptionalLong.empty(), mode, Map.of());
    }
  }

  /**
   * Counts nothing as processed any more; the mode stays. Does so too where the bookmark cannot be
   * read; then it cannot say what counted before.
   */
  public Rewound reset() {
    Rewound before;
    BookmarkMode mode;
    try {
      Bookmark bookmark = read();
      before = new Rewound(Optional.empty(), bookmark.batches(), bookmark.openBatch());
      mode = bookmark.mode();
      if (bookmark.isEmpty() && bookmark.open().isEmpty()) {
        return before;
      }
    } catch (IllegalStateException e) {
      before = new Rewound(Optional.empty(), List.of(), Optional.empty());
      mode = BookmarkReader.modeOfBroken(files, folder);
    }
    append(Kind.RESET, OptionalLong.empty(), mode, Map.of());
    return before;
  }

  /**
   * Counts what came after a run, or after a point in time, as not processed.
   *
   * @param toRunOrInstant the id of a run, or a point in time as {@link Moments} reads it
   * @throws InvalidInputException when it is neither
   */
  public Rewound rewind(String toRunOrInstant) {
    Bookmark bookmark = read();
    Rewound rewound = RewindTo.of(table(), bookmark, toRunOrInstant);
    if (!rewound.undone().isEmpty()) {
      long to = rewound.last().map(Batch::number).orElse(0L);
      append(Kind.REWIND, OptionalLong.of(to), bookmark.mode(), Map.of());
    }
    return rewound;
  }

  /**
   * Returns what {@link #rewind} would do, and does nothing.
   *
   * @throws InvalidInputException as {@link #rewind} does
   */
  public Rewound tryRewind(String toRunOrInstant) {
    return RewindTo.of(table(), read(), toRunOrInstant);
  }

  /**
   * Counts files, or all of a table up to a version, as processed on top of what was, though no run
   * has read them.
   */
  public void set(Map<String, InputMark> processed) {
    append(Kind.SET, OptionalLong.empty(), read().mode(), processed);
  }

  private void append(
      Kind kind, OptionalLong to, BookmarkMode mode, Map<String, InputMark> inputs) {
    long number = names().highest() + 1;
    Batch batch =
        new Batch(number, "", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString(), inputs);
    write(
        BookmarkFolder.entry(number),
        BookmarkJson.text(new Entry(kind, batch, to, Optional.of(mode))));
  }

  private String table() {
    return folder.substring(folder.lastIndexOf('/') + 1);
  }

  private BookmarkFolder names() {
    return new BookmarkFolder(files.names(folder));
  }

  private String donePath(Batch batch) {
    return path(BookmarkFolder.done(batch.number()));
  }

  private static String doneText(Batch batch) {
    return BookmarkJson.doneText(batch);
  }

  private void write(String name, String text) {
    files.write(path(name), text);
  }

  private String path(String name) {
    return folder + "/" + name;
  }
}
