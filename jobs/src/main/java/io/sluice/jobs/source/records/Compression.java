package io.sluice.jobs.source.records;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the bytes of a file are packed, told by its name. */
enum Compression {
  GZIP(".gz"),
  BZIP2(".bz2"),
  ZSTD(".zst", ".zstd"),
  DEFLATE(".deflate");

  private final String ending;
  private final String alias;

  Compression(String ending) {
    this(ending, ending);
  }

  Compression(String ending, String alias) {
    this.ending = ending;
    this.alias = alias;
  }

  /** Returns how the file of this name is compressed, or nothing where it is not. */
  static Optional<Compression> of(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(c -> lower.endsWith(c.ending) || lower.endsWith(c.alias))
        .findFirst();
  }
}
