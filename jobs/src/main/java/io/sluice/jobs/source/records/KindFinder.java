package io.sluice.jobs.source.records;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;

/**
 * Finds out on the driver how big files are laid out, since only lines can be split between tasks.
 * Whoever reads a small file finds out by itself.
 */
final class KindFinder {

  private static final int MOST_THREADS = 16;

  private final RecordInput input;
  private final Configuration configuration;

  KindFinder(RecordInput input, Configuration configuration) {
    this.input = input;
    this.configuration = configuration;
  }

  /** Returns what each of the files is, as far as it matters for those longer than {@code most}. */
  List<RecordKind> kindsOfFilesAbove(long most) {
    if (input.kind() != RecordKind.JSON
        || input.files().stream().noneMatch(f -> isWorthIt(f, most))) {
      return input.files().stream().map(f -> input.kind()).toList();
    }
    ExecutorService pool = Executors.newFixedThreadPool(MOST_THREADS);
    try {
      List<Future<RecordKind>> found = new ArrayList<>();
      for (RecordFile file : input.files()) {
        found.add(pool.submit(() -> isWorthIt(file, most) ? kind(file) : RecordKind.JSON));
      }
      List<RecordKind> kinds = new ArrayList<>();
      for (Future<RecordKind> kind : found) {
        kinds.add(kind.get());
      }
      return kinds;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static boolean isWorthIt(RecordFile file, long most) {
    return file.bytes() > most && Compression.of(file.uri()).isEmpty();
  }

  private RecordKind kind(RecordFile file) {
    try (ByteFeed feed =
        new ByteFeed(StoredFile.open(configuration, file.uri(), 0), 0, LayoutSniffer.WINDOW)) {
      return new LayoutSniffer().kind(feed, new RecordOptions(input.options()).longest());
    } catch (IOException e) {
      // The task that reads the file will meet the same failure, and be run again.
      return RecordKind.JSON;
    }
  }
}
