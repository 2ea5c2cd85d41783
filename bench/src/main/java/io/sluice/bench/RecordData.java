package io.sluice.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A data set whose records stand one behind the other in text files.
 *
 * @param name its folder, and the start of its files' names
 * @param suffix the end of its files' names
 * @param header what each file begins with
 * @param rows how many rows the sample lake has
 */
record RecordData(String name, String suffix, String header, int rows, RecordMaker maker)
    implements DataSet {
  private static final int BUFFER = 1 << 20;

  static RecordData of(String name, String suffix, int rows, RecordMaker maker) {
    return new RecordData(name, suffix, "", rows, maker);
  }

  RecordData withHeader(String line) {
    return new RecordData(name, suffix, line + "\n", rows, maker);
  }

  @Override
  public void sample(Path out, long seed) throws IOException {
    Path folder = Files.createDirectories(out.resolve(name));
    write(folder.resolve(name + suffix), seed, 1, rows);
  }

  @Override
  public void atScale(Path out, long seed, long count, int files) throws IOException {
    Path folder = Files.createDirectories(out.resolve(name));
    Parallel.each(
        files,
        file ->
            write(
                folder.resolve(String.format(Locale.ROOT, "%s-%03d%s", name, file, suffix)),
                seed,
                count * file / files + 1,
                count * (file + 1) / files));
  }

  /** Writes the rows from {@code first} to {@code last}, both included, into one file. */
  void write(Path file, long seed, long first, long last) throws IOException {
    try (OutputStream target = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
      target.write(header.getBytes(StandardCharsets.UTF_8));
      for (long row = first; row <= last; row++) {
        target.write(maker.record(seed, row));
      }
    }
  }
}
