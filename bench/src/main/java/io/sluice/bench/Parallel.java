package io.sluice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;

/** Work that writes files, done side by side. */
final class Parallel {

  private Parallel() {}

  /** One part of the work. */
  interface Part {
    void write(int part) throws IOException;
  }

  /** Does the parts 0 to {@code parts - 1} on all cores; the first failure is thrown. */
  static void each(int parts, Part work) throws IOException {
    try {
      IntStream.range(0, parts)
          .parallel()
          .forEach(
              part -> {
                try {
                  work.write(part);
                } catch (IOException failure) {
                  throw new UncheckedIOException(failure);
                }
              });
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    }
  }
}
