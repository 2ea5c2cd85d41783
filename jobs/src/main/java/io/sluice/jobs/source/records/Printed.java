package io.sluice.jobs.source.records;

import java.nio.charset.StandardCharsets;

/** Bytes as messages show them: short, and in characters that every terminal has. */
final class Printed {

  private static final int LONGEST = 60;

  private Printed() {}

  static String of(byte b) {
    return b > 0x20 && b < 0x7F ? "'" + (char) b + "'" : String.format("0x%02X", b & 0xFF);
  }

  static String of(byte[] text, int from, int to) {
    String all = new String(text, from, Math.min(to - from, 4 * LONGEST), StandardCharsets.UTF_8);
    StringBuilder shown = new StringBuilder();
    all.codePoints()
        .limit(LONGEST)
        .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '.' : c));
    return shown.length() < all.length() || to - from > 4 * LONGEST ? shown + "..." : shown + "";
  }
}
