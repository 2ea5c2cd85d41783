package io.sluice.jobs.cli;

import io.sluice.jobs.bookmark.Bookmark;
import io.sluice.jobs.bookmark.Bookmarks;
import io.sluice.jobs.bookmark.Rewound;
import io.sluice.jobs.cli.BookmarkOptions.Opened;
import io.sluice.jobs.lake.TableLock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Counts nothing as processed any more. */
@Command(
    name = "reset",
    description = {
      "Counts nothing as processed any more: the next run reads everything. The table stays as it is;"
          + " to make it anew as well, use run --full instead.",
      "",
      "Where the pipeline appends, the rows that are in the table would be there twice; so it wants"
          + " --yes. It also works where the bookmark cannot be read any more."
    },
    mixinStandardHelpOptions = true)
final class BookmarkResetCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private BookmarkOptions options;

  @Option(names = "--yes", description = "Do so where rows would be in the table twice.")
  private boolean yes;

  @Override
  public Integer call() {
    Opened opened = options.open();
    Bookmarks bookmarks = opened.bookmarks();
    try (TableLock lock = opened.lock(spec.name())) {
      opened.requireNothingHalfPublished("reset");
      requireConsent(opened, bookmarks);
      lock.requireHeld();
      Rewound rewound = bookmarks.reset();
      BookmarkUndo.print(opened, bookmarks.read(), rewound, spec.commandLine().getOut());
    }
    return ExitCode.DONE;
  }

  private void requireConsent(Opened opened, Bookmarks bookmarks) {
    Bookmark before;
    try {
      before = bookmarks.read();
    } catch (IllegalStateException e) {
      spec.commandLine().getErr().println(e.getMessage());
      BookmarkUndo.requireConsent(opened, "reset", Optional.empty(), yes);
      return;
    }
    BookmarkUndo.requireConsent(opened, "reset", Optional.of(before.batches()), yes);
  }
}
