package io.sluice.jobs.cli;

import io.sluice.jobs.bookmark.BookmarkMode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lets runs read what is new and remember it. */
@Command(
    name = "resume",
    aliases = "enable",
    description =
        "Runs read what is new again, and remember it. What was read while the bookmark was paused or"
            + " disabled counts as new.",
    mixinStandardHelpOptions = true)
final class BookmarkResumeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private BookmarkOptions options;

  @Override
  public Integer call() {
    return BookmarkModes.change(spec, options, BookmarkMode.ENABLED);
  }
}
