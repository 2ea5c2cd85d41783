package io.sluice.jobs.cli;

import io.sluice.jobs.bookmark.Batch;
import io.sluice.jobs.bookmark.Bookmark;
import io.sluice.jobs.bookmark.BookmarkMode;
import io.sluice.jobs.bookmark.Rewound;
import io.sluice.jobs.cli.BookmarkOptions.Opened;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** What reset and rewind have in common: they make batches count as not processed. */
final class BookmarkUndo {

  private BookmarkUndo() {}

  /**
   * Rows that were appended stay, and their files will be read again: whoever undoes such batches
   * must say that they know.
   *
   * @param undone what would be undone, where it can be read
   */
  static void requireConsent(
      Opened opened, String verb, Optional<List<Batch>> undone, boolean yes) {
    boolean some = undone.isEmpty() || !undone.get().isEmpty();
    if (opened.appends() && some && !yes) {
      throw BookmarkOptions.refused(
          verb,
          opened.table(),
          "its mode is append: the rows of %s stay in the table, and the next run appends them once more, so they would be there twice"
              .formatted(undone.map(BookmarkText::held).orElse("earlier batches")),
          "Take them out of the table first, or make it anew with ./sluice run %s --full; say --yes to %s all the same."
              .formatted(opened.table(), verb));
    }
  }

  static void print(Opened opened, Bookmark after, Rewound rewound, PrintWriter out) {
    if (rewound.undone().isEmpty() && rewound.open().isEmpty()) {
      out.printf("%s: nothing to undo; the bookmark is as it was.%n", opened.table());
    } else {
      out.printf(
          "%s: %s as processed; %s left.%n",
          opened.table(), counts(rewound.undone()), BookmarkText.held(after.batches()));
    }
    rewound
        .open()
        .ifPresent(open -> out.printf("Given up: %s, which was open.%n", BookmarkText.named(open)));
    rewound
        .last()
        .ifPresent(last -> out.printf("The last that counts is %s.%n", BookmarkText.named(last)));
    if (opened.appends() && !rewound.undone().isEmpty()) {
      out.println(
          "The rows of what was undone are still in the table (mode append): the next run appends them once more.");
    }
    boolean all = after.isEmpty() && after.mode() == BookmarkMode.ENABLED;
    out.println(
        all
            ? "The next run reads everything, and remembers it."
            : "The bookmark is %s. %s"
                .formatted(
                    BookmarkModes.word(after.mode()), BookmarkModes.next(opened, after.mode())));
    out.flush();
  }

  private static String counts(List<Batch> undone) {
    return BookmarkText.held(undone)
        + (undone.size() == 1 ? " no longer counts" : " no longer count");
  }
}
