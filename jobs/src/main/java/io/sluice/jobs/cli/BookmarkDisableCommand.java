package io.sluice.jobs.cli;

import io.sluice.jobs.bookmark.BookmarkMode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lets runs read everything. */
@Command(
    name = "disable",
    description =
        "From now on runs read everything and remember nothing, until it is resumed. What was"
            + " remembered before stays so. Runs of a pipeline that appends refuse to start meanwhile:"
            + " they would append the same rows again.",
    mixinStandardHelpOptions = true)
final class BookmarkDisableCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private BookmarkOptions options;

  @Override
  public Integer call() {
    return BookmarkModes.change(spec, options, BookmarkMode.DISABLED);
  }
}
