package io.sluice.jobs.cli;

import picocli.CommandLine.Command;

/** Shows and changes what counts as processed. */
@Command(
    name = "bookmark",
    description = {
      "Shows or changes what an incremental pipeline has processed. Starts no Spark.",
      "",
      "Runs of a pipeline with load: incremental work in batches. The bookmark holds each batch and"
          + " the files in it, told apart by path, size, time of change and ETag; a file that is"
          + " none of them is new. Commands that change it wait for no run: while one writes the"
          + " table, they refuse."
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      BookmarkShowCommand.class,
      BookmarkSetCommand.class,
      BookmarkRewindCommand.class,
      BookmarkResetCommand.class,
      BookmarkPauseCommand.class,
      BookmarkResumeCommand.class,
      BookmarkDisableCommand.class
    })
final class BookmarkCommand {}
