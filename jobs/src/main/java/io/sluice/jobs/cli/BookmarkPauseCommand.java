package io.sluice.jobs.cli;

import io.sluice.jobs.bookmark.BookmarkMode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lets runs read what is new without remembering it. */
@Command(
    name = "pause",
    description =
        "From now on runs read what is new but do not remember it, until it is resumed: each reads"
            + " what the one before it has read, and what came since. Runs of a pipeline that appends refuse to start meanwhile: they would"
            + " append the same rows again.",
    mixinStandardHelpOptions = true)
final class BookmarkPauseCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private BookmarkOptions options;

  @Override
  public Integer call() {
    return BookmarkModes.change(spec, options, BookmarkMode.PAUSED);
  }
}
