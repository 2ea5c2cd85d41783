package io.sluice.jobs.source;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * Finds files that are not what they claim to be, by the marks at their ends. A file that was cut
 * off on its way has lost its footer; Spark would fail the whole job for it.
 */
final class FileMagic {

  private static final int MOST_THREADS = 16;
  private static final byte[] PARQUET = {'P', 'A', 'R', '1'};
  private static final byte[] PARQUET_ENCRYPTED = {'P', 'A', 'R', 'E'};
  private static final byte[] ORC = {'O', 'R', 'C'};
  private static final byte[] AVRO = {'O', 'b', 'j', 1};

  private final Configuration configuration;
  private final Format format;

  FileMagic(Configuration configuration, Format format) {
    this.configuration = configuration;
    this.format = format;
  }

  /** Returns those of {@code files} that are bad. Opens each; several at a time. */
  List<BadFile> bad(List<SourceFile> files) {
    if (files.isEmpty()) {
      return List.of();
    }
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(MOST_THREADS, files.size()));
    try {
      List<Future<Optional<BadFile>>> checks = new ArrayList<>();
      for (SourceFile file : files) {
        checks.add(pool.submit(() -> problem(file).map(r -> new BadFile(file.uri(), r))));
      }
      List<BadFile> bad = new ArrayList<>();
      for (Future<Optional<BadFile>> check : checks) {
        check.get().ifPresent(bad::add);
      }
      return bad;
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot look into files: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      pool.shutdownNow();
    }
  }

  private Optional<String> problem(SourceFile file) throws IOException {
    String name = format.name().toLowerCase(java.util.Locale.ROOT);
    if (file.bytes() == 0) {
      return Optional.of("not " + name + ": the file is empty");
    }
    boolean good;
    try (FSDataInputStream in = open(file)) {
      good =
          switch (format) {
            case PARQUET -> {
              byte[] tail = bytes(in, file.bytes() - 4, 4);
              yield Arrays.equals(tail, PARQUET) || Arrays.equals(tail, PARQUET_ENCRYPTED);
            }
            case ORC -> Arrays.equals(bytes(in, 0, 3), ORC);
            case AVRO -> Arrays.equals(bytes(in, 0, 4), AVRO);
            default -> true;
          };
    } catch (EOFException e) {
      good = false;
    }
    return good ? Optional.empty() : Optional.of("not " + name + ": its mark is missing");
  }

  private FSDataInputStream open(SourceFile file) throws IOException {
    Path path = file.path();
    return path.getFileSystem(configuration).open(path);
  }

  private static byte[] bytes(FSDataInputStream in, long at, int count) throws IOException {
    if (at < 0) {
      throw new EOFException();
    }
    byte[] bytes = new byte[count];
    in.readFully(at, bytes);
    return bytes;
  }
}
