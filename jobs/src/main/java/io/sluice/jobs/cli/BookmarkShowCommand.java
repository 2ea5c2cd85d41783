package io.sluice.jobs.cli;

import io.sluice.jobs.bookmark.Batch;
import io.sluice.jobs.bookmark.Bookmark;
import io.sluice.jobs.bookmark.FileMark;
import io.sluice.jobs.cli.BookmarkOptions.Opened;
import io.sluice.jobs.run.LedgerJson;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what counts as processed. */
@Command(
    name = "show",
    description =
        "Shows the mode, the batches that are done, the last ones first, the batch that is not known"
            + " to be done if there is one, and the totals of each input.",
    mixinStandardHelpOptions = true)
final class BookmarkShowCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private BookmarkOptions options;

  @Option(
      names = "--batches",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many batches. Default: ${DEFAULT-VALUE}.")
  private int most;

  @Option(names = "--files", description = "Name the files of these batches.")
  private boolean files;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    Opened opened = options.open();
    Bookmark bookmark = opened.bookmarks().read();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(LedgerJson.text(json(opened, bookmark)));
    } else {
      print(opened, bookmark, out);
    }
    out.flush();
    return ExitCode.DONE;
  }

  private void print(Opened opened, Bookmark bookmark, PrintWriter out) {
    out.printf("%s  bookmark %s%n", opened.table(), BookmarkModes.word(bookmark.mode()));
    out.printf("%s%n%n", opened.folder());
    List<Batch> shown = shown(bookmark);
    if (bookmark.isEmpty()) {
      out.println("Nothing counts as processed: the next run reads everything.");
    } else {
      out.print(BookmarkText.table(shown));
      int more = bookmark.batches().size() - shown.size();
      if (more > 0) {
        out.printf("and %s before them%n", BookmarkText.count(more, "batch"));
      }
      out.println();
      BookmarkText.totals(bookmark.batches())
          .forEach((input, total) -> out.printf("input %s: %s%n", input, total));
    }
    bookmark
        .openBatch()
        .ifPresent(
            open ->
                out.printf(
                    "open: %s, %s, planned and not known to be done; the next run finds out.%n",
                    BookmarkText.named(open), BookmarkText.count(open.files(), "file")));
    if (files) {
      shown.forEach(batch -> out.print(BookmarkText.files(batch)));
    }
  }

  private List<Batch> shown(Bookmark bookmark) {
    List<Batch> newestFirst = new ArrayList<>(bookmark.batches());
    Collections.reverse(newestFirst);
    return newestFirst.subList(0, Math.min(Math.max(0, most), newestFirst.size()));
  }

  private Map<String, Object> json(Opened opened, Bookmark bookmark) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("table", opened.table());
    all.put("folder", opened.folder());
    all.put("mode", BookmarkModes.word(bookmark.mode()));
    all.put("next_number", bookmark.nextNumber());
    all.put("open", bookmark.openBatch().map(this::json).orElse(null));
    all.put("inputs", BookmarkText.totals(bookmark.batches()));
    all.put("batches_done", bookmark.batches().size());
    all.put("batches", shown(bookmark).stream().map(this::json).toList());
    return all;
  }

  private Map<String, Object> json(Batch batch) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("number", batch.number());
    all.put("run_id", batch.runId());
    all.put("at", batch.at());
    all.put("rebuild", batch.rebuild());
    Map<String, Object> inputs = new LinkedHashMap<>();
    batch
        .inputs()
        .forEach(
            (name, mark) -> {
              Map<String, Object> input = new LinkedHashMap<>();
              input.put("files", mark.files().size());
              input.put("bytes", mark.bytes());
              mark.version().ifPresent(version -> input.put("version", version));
              if (files) {
                input.put("list", mark.files().stream().map(BookmarkShowCommand::json).toList());
              }
              inputs.put(name, input);
            });
    all.put("inputs", inputs);
    return all;
  }

  private static Map<String, Object> json(FileMark file) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("path", file.path());
    all.put("bytes", file.bytes());
    all.put("modified", Instant.ofEpochMilli(file.modifiedMillis()).toString());
    file.etag().ifPresent(etag -> all.put("etag", etag));
    return all;
  }
}
