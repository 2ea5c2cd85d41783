package io.sluice.jobs.cli;

import io.sluice.jobs.bookmark.Bookmark;
import io.sluice.jobs.bookmark.BookmarkMode;
import io.sluice.jobs.bookmark.Bookmarks;
import io.sluice.jobs.cli.BookmarkOptions.Opened;
import io.sluice.jobs.lake.TableLock;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** What the mode of a bookmark means, and how it is changed. */
final class BookmarkModes {

  private BookmarkModes() {}

  static int change(CommandSpec spec, BookmarkOptions options, BookmarkMode mode) {
    Opened opened = options.open();
    Bookmarks bookmarks = opened.bookmarks();
    PrintWriter out = spec.commandLine().getOut();
    try (TableLock lock = opened.lock(spec.name())) {
      Bookmark before = bookmarks.read();
      lock.requireHeld();
      bookmarks.mode(mode);
      out.printf(
          "%s: the bookmark %s %s; %s processed so far.%n",
          opened.table(),
          before.mode() == mode ? "is" : "was %s and is now".formatted(word(before.mode())),
          word(mode),
          BookmarkText.held(before.batches()));
    }
    out.println(next(opened, mode));
    out.flush();
    return ExitCode.DONE;
  }

  static String word(BookmarkMode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  /** Says what runs do from now on. */
  static String next(Opened opened, BookmarkMode mode) {
    if (opened.appends() && mode != BookmarkMode.ENABLED) {
      return "Runs refuse to start until it is resumed, but for those with --full: what they append and do not remember, the run after them would append again.";
    }
    return switch (mode) {
      case ENABLED -> "The next run reads what is new, and remembers it.";
      case PAUSED ->
          "The next run reads what is new, and does not remember it: the run after it reads it again.";
      case DISABLED -> "The next run reads everything, and remembers nothing.";
    };
  }
}
