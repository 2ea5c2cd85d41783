package io.sluice.jobs.source.records;

/** Which byte sequences are characters: shortest forms only, no surrogates, none above U+10FFFF. */
final class Utf8 {

  /** The bytes end inside what may yet become a character. */
  static final int MORE = 0;

  /** No character begins like this. */
  static final int INVALID = -1;

  private Utf8() {}

  /**
   * Returns the length of the character of several bytes at {@code at}, or one of the constants.
   */
  static int sequence(byte[] b, int at, int end) {
    int lead = b[at] & 0xFF;
    if (lead < 0xC2 || lead > 0xF4) {
      return INVALID;
    }
    if (at + 1 >= end) {
      return MORE;
    }
    int second = b[at + 1] & 0xFF;
    if (lead < 0xE0) {
      return continues(second) ? 2 : INVALID;
    }
    int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > most) {
      return INVALID;
    }
    int length = lead < 0xF0 ? 3 : 4;
    for (int i = at + 2; i < at + length; i++) {
      if (i >= end) {
        return MORE;
      }
      if (!continues(b[i])) {
        return INVALID;
      }
    }
    return length;
  }

  private static boolean continues(int b) {
    return (b & 0xC0) == 0x80;
  }

  /** Returns the index of the first byte in {@code [from, to)} that is in no character, or -1. */
  static int firstInvalid(byte[] b, int from, int to) {
    int at = from;
    while (at < to) {
      if (at <= to - 8 && (Bytes.word(b, at) & 0x8080808080808080L) == 0) {
        at += 8;
      } else if (b[at] >= 0) {
        at++;
      } else {
        int length = sequence(b, at, to);
        if (length <= 0) {
          return at;
        }
        at += length;
      }
    }
    return -1;
  }

  /** Writes {@code codePoint} at {@code at} and returns the index after it. */
  static int put(int codePoint, byte[] b, int at) {
    if (codePoint < 0x80) {
      b[at] = (byte) codePoint;
      return at + 1;
    }
    if (codePoint < 0x800) {
      b[at] = (byte) (0xC0 | (codePoint >> 6));
      b[at + 1] = (byte) (0x80 | (codePoint & 0x3F));
      return at + 2;
    }
    if (codePoint < 0x10000) {
      b[at] = (byte) (0xE0 | (codePoint >> 12));
      b[at + 1] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
      b[at + 2] = (byte) (0x80 | (codePoint & 0x3F));
      return at + 3;
    }
    b[at] = (byte) (0xF0 | (codePoint >> 18));
    b[at + 1] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
    b[at + 2] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
    b[at + 3] = (byte) (0x80 | (codePoint & 0x3F));
    return at + 4;
  }
}
