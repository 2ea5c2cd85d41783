package io.sluice.jobs.cli;

import static io.sluice.jobs.cli.LedgerTable.bytes;
import static io.sluice.jobs.cli.LedgerTable.number;

import io.sluice.jobs.bookmark.Batch;
import io.sluice.jobs.bookmark.FileMark;
import io.sluice.jobs.bookmark.InputMark;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a bookmark holds, for reading. */
final class BookmarkText {

  private BookmarkText() {}

  static String count(long number, String one) {
    String many = one.equals("batch") ? "batches" : one + "s";
    return number(number) + " " + (number == 1 ? one : many);
  }

  /** Returns the number of batches and of their files. */
  static String held(List<Batch> batches) {
    long files = batches.stream().mapToLong(Batch::files).sum();
    long bytes = batches.stream().mapToLong(Batch::bytes).sum();
    return "%s with %s (%s)"
        .formatted(count(batches.size(), "batch"), count(files, "file"), bytes(bytes));
  }

  /** Returns the run of a batch, or how else it came to count. */
  static String origin(Batch batch) {
    return batch.runId().isEmpty() ? "(set, not read)" : batch.runId();
  }

  private static String time(Batch batch) {
    return Instant.parse(batch.at()).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Returns a batch as one phrase. */
  static String named(Batch batch) {
    return "batch %d (%s, %s)".formatted(batch.number(), origin(batch), time(batch));
  }

  /** Returns batches as a table, the last of them first. */
  static String table(List<Batch> newestFirst) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("run", "planned at", "batch", "files", "bytes", ""));
    for (Batch batch : newestFirst) {
      rows.add(
          List.of(
              origin(batch),
              time(batch),
              number(batch.number()),
              number(batch.files()),
              bytes(batch.bytes()),
              versions(batch) + (batch.rebuild() ? "rebuild" : "")));
    }
    return TextTable.of(rows, 2);
  }

  private static String versions(Batch batch) {
    StringBuilder text = new StringBuilder();
    batch
        .inputs()
        .forEach(
            (name, input) ->
                input
                    .version()
                    .ifPresent(v -> text.append("%s to version %d ".formatted(name, v))));
    return text.toString();
  }

  /** Returns the files of a batch, one a line. */
  static String files(Batch batch) {
    StringBuilder text = new StringBuilder("%nBatch %d%n".formatted(batch.number()));
    batch
        .inputs()
        .forEach(
            (name, input) -> {
              for (FileMark file : input.files()) {
                text.append(
                    "  %s  %12s  %-24s  %s%s%n"
                        .formatted(
                            name,
                            number(file.bytes()),
                            Instant.ofEpochMilli(file.modifiedMillis()),
                            file.path(),
                            file.etag().map(etag -> "  " + etag).orElse("")));
              }
            });
    return text.toString();
  }

  /** What a bookmark holds of one input. */
  record Total(long batches, long files, long bytes, Long version) {

    private Total plus(InputMark mark) {
      Long last = version;
      if (mark.version().isPresent()) {
        long other = mark.version().getAsLong();
        last = last == null ? other : Math.max(last, other);
      }
      return new Total(batches + 1, files + mark.files().size(), bytes + mark.bytes(), last);
    }

    @Override
    public String toString() {
      return (version == null
              ? "%s, %s".formatted(count(files, "file"), LedgerTable.bytes(bytes))
              : "read to version " + version)
          + " in "
          + count(batches, "batch");
    }
  }

  /** Returns the totals by the names of inputs. */
  static Map<String, Total> totals(List<Batch> batches) {
    Map<String, Total> totals = new LinkedHashMap<>();
    Total none = new Total(0, 0, 0, null);
    for (Batch batch : batches) {
      batch
          .inputs()
          .forEach((name, mark) -> totals.put(name, totals.getOrDefault(name, none).plus(mark)));
    }
    return totals;
  }
}
