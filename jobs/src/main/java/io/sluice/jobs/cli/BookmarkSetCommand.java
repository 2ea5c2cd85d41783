package io.sluice.jobs.cli;

import io.sluice.jobs.bookmark.Bookmarks;
import io.sluice.jobs.bookmark.FileChanges;
import io.sluice.jobs.bookmark.FileMark;
import io.sluice.jobs.bookmark.InputMark;
import io.sluice.jobs.bookmark.Moments;
import io.sluice.jobs.cli.BookmarkOptions.Opened;
import io.sluice.jobs.lake.TableLock;
import io.sluice.jobs.pipeline.Read;
import io.sluice.jobs.source.Sources;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Counts files as processed that no run has read. */
@Command(
    name = "set",
    description = {
      "Counts the files of the first input that were last changed at a time or before as processed,"
          + " though no run has read them. What counted before still does.",
      "",
      "For taking over a table that something else has filled so far, or to get past files that"
          + " cannot be read. The rows of these files never come into the table, unless the bookmark"
          + " is rewound or reset."
    },
    mixinStandardHelpOptions = true)
final class BookmarkSetCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private BookmarkOptions options;

  @Option(
      names = "--files-until",
      required = true,
      paramLabel = "TIME",
      description =
          "The time: 2024-06-01T12:00:00Z, or 2024-06-01 for its beginning in UTC. It is held"
              + " against the times of change in the listing of the files.")
  private String until;

  @Override
  public Integer call() {
    Instant instant =
        Moments.parse(until)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "Cannot read --files-until: %s (not a time). Write 2024-06-01T12:00:00Z, or 2024-06-01."
                            .formatted(until)));
    Opened opened = options.open();
    String input = opened.pipeline().firstInput();
    List<FileMark> listed = list(opened, input);
    Bookmarks bookmarks = opened.bookmarks();
    try (TableLock lock = opened.lock(spec.name())) {
      FileChanges changes = bookmarks.read().compare(input, listed);
      List<FileMark> passed = new ArrayList<>();
      List<FileMark> left = new ArrayList<>();
      for (List<FileMark> some : List.of(changes.fresh(), changes.rewritten())) {
        for (FileMark file : some) {
          boolean old = !Instant.ofEpochMilli(file.modifiedMillis()).isAfter(instant);
          (old ? passed : left).add(file);
        }
      }
      lock.requireHeld();
      if (!passed.isEmpty()) {
        bookmarks.set(Map.of(input, InputMark.of(passed)));
      }
      print(opened, input, changes.known(), passed, left);
    }
    return ExitCode.DONE;
  }

  private void print(
      Opened opened, String input, long known, List<FileMark> passed, List<FileMark> left) {
    PrintWriter out = spec.commandLine().getOut();
    if (passed.isEmpty()) {
      out.printf(
          "%s: no file of input %s that was changed by then is new; the bookmark is as it was.%n",
          opened.table(), input);
    } else {
      out.printf(
          "%s: %s of input %s now count as processed and will not be read; %s did so before.%n",
          opened.table(), held(passed), input, BookmarkText.count(known, "file"));
    }
    out.printf("The next run has %s to read, of those that are there now.%n", held(left));
    out.flush();
  }

  private static String held(List<FileMark> files) {
    return "%s (%s)"
        .formatted(
            BookmarkText.count(files.size(), "file"),
            LedgerTable.bytes(InputMark.of(files).bytes()));
  }

  private static List<FileMark> list(Opened opened, String input) {
    Read read = opened.pipeline().read().get(input);
    if (read.path().isEmpty()) {
      throw BookmarkOptions.refused(
          "set",
          opened.table(),
          "its input " + input + " is not made of files that a time could tell apart",
          "Let a run read it once.");
    }
    String path = opened.project().environment().resolve(read.path().get());
    return Sources.list(input, List.of(path), opened.files().hadoop()).stream()
        .map(f -> new FileMark(f.uri(), f.bytes(), f.modifiedMillis(), f.etag()))
        .toList();
  }
}
