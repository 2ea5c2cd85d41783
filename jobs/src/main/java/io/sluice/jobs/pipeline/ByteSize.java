package io.sluice.jobs.pipeline;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, written with a unit: {@code 128MB}. Units count in powers of 1,024.
 *
 * @param bytes at least 1
 */
public record ByteSize(long bytes) {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})\\s*(B|KB|MB|GB|TB)");
  private static final List<String> UNITS = List.of("B", "KB", "MB", "GB", "TB");

  public ByteSize {
    if (bytes < 1) {
      throw new IllegalArgumentException("not a size of at least one byte");
    }
  }

  /**
   * Reads a size such as {@code 128MB} or {@code 64 kb}.
   *
   * @throws IllegalArgumentException when the text is no size; the message is the reason
   */
  public static ByteSize parse(String text) {
    Matcher matcher = TEXT.matcher(text.trim().toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "not a size: a whole number and one of B, KB, MB, GB, TB, such as 128MB");
    }
    int power = UNITS.indexOf(matcher.group(2));
    return new ByteSize(Long.parseLong(matcher.group(1)) << (10 * power));
  }

  @Override
  public String toString() {
    int power = 0;
    long value = bytes;
    while (power < UNITS.size() - 1 && value % 1024 == 0) {
      value /= 1024;
      power++;
    }
    return value + UNITS.get(power);
  }
}
