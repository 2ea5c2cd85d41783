package io.sluice.jobs.cli;

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

/** Counts the last batches as not processed. */
@Command(
    name = "rewind",
    description = {
      "Counts every batch after a run, or after a point in time, as not processed: the next run"
          + " reads their files again. The table stays as it is; files that are gone by then are not"
          + " read again.",
      "",
      "Where the pipeline appends, the rows of those batches would be in the table twice; so it wants"
          + " --yes."
    },
    mixinStandardHelpOptions = true)
final class BookmarkRewindCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private BookmarkOptions options;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "RUN|TIME",
      description =
          "The last run that is to count, as bookmark show or the run itself names it; or a time:"
              + " 2024-06-01T12:00:00Z, or 2024-06-01 for its beginning in UTC. What counts is when"
              + " a batch was planned.")
  private String to;

  @Option(names = "--yes", description = "Do so where rows would be in the table twice.")
  private boolean yes;

  @Override
  public Integer call() {
    Opened opened = options.open();
    Bookmarks bookmarks = opened.bookmarks();
    try (TableLock lock = opened.lock(spec.name())) {
      opened.requireNothingHalfPublished("rewind");
      Rewound asked = bookmarks.tryRewind(to);
      BookmarkUndo.requireConsent(opened, "rewind", Optional.of(asked.undone()), yes);
      lock.requireHeld();
      Rewound rewound = bookmarks.rewind(to);
      BookmarkUndo.print(opened, bookmarks.read(), rewound, spec.commandLine().getOut());
    }
    return ExitCode.DONE;
  }
}
