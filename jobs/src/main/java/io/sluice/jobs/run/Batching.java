package io.sluice.jobs.run;

import io.sluice.jobs.bookmark.Batch;
import io.sluice.jobs.bookmark.Bookmark;
import io.sluice.jobs.bookmark.BookmarkMode;
import io.sluice.jobs.bookmark.Bookmarks;
import io.sluice.jobs.bookmark.FileChanges;
import io.sluice.jobs.bookmark.FileMark;
import io.sluice.jobs.bookmark.InputMark;
import io.sluice.jobs.pipeline.Increment;
import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Messages;
import io.sluice.jobs.pipeline.Pipeline;
import io.sluice.jobs.pipeline.Plan;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.WriteMode;
import io.sluice.jobs.source.DeltaSource;
import io.sluice.jobs.source.Source;
import io.sluice.jobs.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out what a run of an incremental pipeline has to read. */
final class Batching {

  private static final String PAUSED = "its bookmark is paused: this run is not remembered";

  private final RunContext context;
  private final Pipeline pipeline;
  private final Increment increment;
  private final List<TableRun> tables;
  private final RunFacts facts;
  private final Bookmarks bookmarks;

  Batching(RunContext context, Plan plan, List<TableRun> tables, RunFacts facts) {
    this.context = context;
    this.pipeline = plan.pipeline();
    this.increment = plan.increment().orElseThrow();
    this.tables = tables;
    this.facts = facts;
    this.bookmarks =
        new Bookmarks(context.files(), context.lake().bookmarks(pipeline.table().toString()));
  }

  Bookmarks bookmarks() {
    return bookmarks;
  }

  /**
   * Marks a batch as done that was published and of which only that was not written down. The
   * caller holds the lock.
   */
  void recover() {
    bookmarks
        .read()
        .openBatch()
        .filter(open -> tables.stream().allMatch(table -> table.holds(open.number())))
        .ifPresent(bookmarks::finish);
  }

  /**
   * Puts the bookmark in order once in a while; the caller holds the lock.
   *
   * @param source the pipeline's first input, whole: what is gone from it need not be remembered
   */
  void tidy(Source source) {
    bookmarks.tidy(
        source instanceof DeltaSource
            ? Map.of()
            : Map.of(
                pipeline.firstInput(),
                source.files().stream().map(SourceFile::uri).collect(Collectors.toSet())));
  }

  /**
   * Returns what to read.
   *
   * @param source the pipeline's first input, whole
   */
  Scope scope(Source source) {
    return scope(bookmarks.read(), source);
  }

  /** Returns whether there is nothing to read and nothing to mend. */
  boolean isUpToDate(Source source) {
    Bookmark bookmark = bookmarks.read();
    return bookmark.open().isEmpty() && scope(bookmark, source).nothing();
  }

  private Scope scope(Bookmark bookmark, Source source) {
    boolean remembers = bookmark.mode() == BookmarkMode.ENABLED;
    if (context.full()) {
      // A bookmark that is paused must know of a rebuild, or what it holds would be read again.
      boolean known = bookmark.mode() != BookmarkMode.DISABLED;
      return new Scope(
          known ? Optional.of(batch(number(bookmark), all(source)).asRebuild()) : Optional.empty(),
          true,
          whole(source),
          false,
          List.of());
    }
    if (!remembers && pipeline.write().mode() == WriteMode.APPEND) {
      throw refused(
          "its bookmark is %s, so the same rows would be appended again later"
              .formatted(bookmark.mode().name().toLowerCase(Locale.ROOT)),
          "Use ./sluice bookmark resume, or --full");
    }
    if (bookmark.mode() == BookmarkMode.DISABLED) {
      return new Scope(
          Optional.empty(),
          false,
          whole(source),
          false,
          List.of("its bookmark is disabled: all is read"));
    }
    requireTables(bookmark);
    return source instanceof DeltaSource table
        ? commits(bookmark, table, remembers)
        : files(bookmark, source, remembers);
  }

  /** A path that has never held a file is more likely to be a wrong one. */
  private void requireFiles(Bookmark bookmark, Source source) {
    if (bookmark.isEmpty() && source.files().isEmpty()) {
      String input = pipeline.firstInput();
      throw new InvalidInputException(
          pipeline
              .origin()
              .problem(
                  "read." + input,
                  Messages.cannot(
                      "read input",
                      input,
                      "there are no files in it, and never were",
                      "Check the path, or put files there.")));
    }
  }

  /** A table is read on from the version up to which it was read. */
  private Scope commits(Bookmark bookmark, DeltaSource table, boolean remembers) {
    OptionalLong read = bookmark.version(pipeline.firstInput());
    long now = table.version();
    if (read.isPresent() && read.getAsLong() > now) {
      throw refused(
          "its input is at version %d, but was read up to version %d: it is another table"
              .formatted(now, read.getAsLong()),
          "Run with --full");
    }
    boolean nothing = read.isPresent() && read.getAsLong() == now;
    return new Scope(
        remembers && !nothing
            ? Optional.of(batch(number(bookmark), InputMark.upTo(now)))
            : Optional.empty(),
        false,
        nothing ? table : since(table, read),
        nothing,
        remembers ? List.of() : List.of(PAUSED));
  }

  private Source whole(Source source) {
    return source instanceof DeltaSource table ? since(table, OptionalLong.empty()) : source;
  }

  private Source since(DeltaSource table, OptionalLong read) {
    boolean changes = pipeline.read().get(pipeline.firstInput()).changes();
    if (read.isEmpty()) {
      return changes ? table.inserted() : table;
    }
    long from = read.getAsLong();
    if (increment.recomputes()) {
      return TouchedSource.of(table, table.touched(from), increment.partitions());
    }
    return changes ? table.changed(from) : table.added(from);
  }

  private Scope files(Bookmark bookmark, Source source, boolean remembers) {
    requireFiles(bookmark, source);
    FileChanges changes =
        bookmark.compare(
            pipeline.firstInput(), source.files().stream().map(Batching::mark).toList());
    List<FileMark> toRead =
        Stream.concat(changes.fresh().stream(), changes.rewritten().stream()).toList();
    Set<String> uris = toRead.stream().map(FileMark::path).collect(Collectors.toSet());
    List<String> notes = new ArrayList<>();
    if (!changes.rewritten().isEmpty()) {
      notes.add(
          "%d files have changed since they were processed, and are processed again, first %s"
              .formatted(changes.rewritten().size(), changes.rewritten().get(0).path()));
    }
    if (!changes.gone().isEmpty() && !changes.isEmpty()) {
      notes.add(
          "%d files that were processed are gone; their rows stay"
              .formatted(changes.gone().size()));
    }
    if (!remembers) {
      notes.add(PAUSED);
    }
    Source fresh = source.only(uris);
    return new Scope(
        remembers && !changes.isEmpty()
            ? Optional.of(batch(number(bookmark), InputMark.of(toRead)))
            : Optional.empty(),
        false,
        increment.recomputes()
            ? TouchedSource.beside(source, fresh, increment.partitions())
            : fresh,
        changes.isEmpty(),
        notes);
  }

  private void requireTables(Bookmark bookmark) {
    if (!bookmark.isEmpty() && !tables.stream().allMatch(TableRun::exists)) {
      throw refused(
          "the table is gone, while its bookmark says that %d batches are in it"
              .formatted(bookmark.batches().size()),
          "Run with --full to make it anew, or ./sluice bookmark reset to begin afresh");
    }
    long next = bookmark.nextNumber();
    if (bookmark.open().isEmpty() && tables.stream().anyMatch(table -> table.holds(next))) {
      throw refused(
          "its bookmark has lost batch %d, which the table holds".formatted(next),
          "Run with --full to make it anew");
    }
  }

  private IllegalStateException refused(String reason, String remedy) {
    return new IllegalStateException(
        "Cannot load incrementally: %s (%s). %s.".formatted(pipeline.table(), reason, remedy));
  }

  /** One that no table has heard of, whatever the bookmark says. */
  private long number(Bookmark bookmark) {
    long number = bookmark.nextNumber();
    while (bookmark.open().isEmpty() && holdsAny(number)) {
      number++;
    }
    return number;
  }

  private boolean holdsAny(long number) {
    return tables.stream().anyMatch(table -> table.holds(number));
  }

  private Batch batch(long number, InputMark input) {
    return new Batch(
        number, facts.runId(), facts.startedAt().toString(), Map.of(pipeline.firstInput(), input));
  }

  private static InputMark all(Source source) {
    return source instanceof DeltaSource table
        ? InputMark.upTo(table.version())
        : InputMark.of(source.files().stream().map(Batching::mark).toList());
  }

  private static FileMark mark(SourceFile file) {
    return new FileMark(file.uri(), file.bytes(), file.modifiedMillis(), file.etag());
  }
}
