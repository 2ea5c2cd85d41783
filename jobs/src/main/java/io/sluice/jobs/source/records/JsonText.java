package io.sluice.jobs.source.records;

/** Resolves the escapes in strings. What it returned stays valid until the next record. */
final class JsonText {

  static final int MORE = 0;
  static final int INVALID = -1;
  static final int UNPAIRED = -2;

  private byte[] arena = new byte[1024];
  private int top;
  private int from;

  /** Forgets the strings of the record before. */
  void clear() {
    top = 0;
  }

  int from() {
    return from;
  }

  int to() {
    return top;
  }

  /**
   * Returns the index after the escape whose backslash is at {@code p}, after both halves where it
   * is a surrogate pair; or one of the constants.
   */
  static int escapeEnd(byte[] b, int p, int end) {
    if (p + 1 >= end) {
      return MORE;
    }
    return switch (b[p + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> p + 2;
      case 'u' -> unicodeEnd(b, p, end);
      default -> INVALID;
    };
  }

  private static int unicodeEnd(byte[] b, int p, int end) {
    int unit = unit(b, p, end);
    if (unit < 0) {
      return unit == -1 ? INVALID : MORE;
    }
    if (!Character.isSurrogate((char) unit)) {
      return p + 6;
    }
    if (Character.isLowSurrogate((char) unit)) {
      return UNPAIRED;
    }
    if (p + 6 >= end || (b[p + 6] == '\\' && p + 7 >= end)) {
      return MORE;
    }
    if (b[p + 6] != '\\' || b[p + 7] != 'u') {
      return UNPAIRED;
    }
    int low = unit(b, p + 6, end);
    if (low == -2) {
      return MORE;
    }
    return low >= 0 && Character.isLowSurrogate((char) low) ? p + 12 : UNPAIRED;
  }

  /** Four hexadecimal digits; -1 where they are none, -2 where they may yet come. */
  private static int unit(byte[] b, int p, int end) {
    int value = 0;
    for (int i = p + 2; i < p + 6; i++) {
      if (i >= end) {
        return -2;
      }
      int digit = Character.digit(b[i], 16);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /** Resolves the escapes in {@code [start, end)}, all of which must be right. */
  byte[] decode(byte[] b, int start, int end) {
    if (arena.length - top < end - start) {
      // Strings given out before keep the old array alive.
      arena = new byte[Math.max(arena.length * 2, end - start)];
      top = 0;
    }
    from = top;
    int p = start;
    while (p < end) {
      byte c = b[p];
      if (c != '\\') {
        arena[top++] = c;
        p++;
        continue;
      }
      byte kind = b[p + 1];
      if (kind != 'u') {
        arena[top++] = simple(kind);
        p += 2;
        continue;
      }
      int unit = unit(b, p, end);
      p += 6;
      if (Character.isHighSurrogate((char) unit)) {
        unit = Character.toCodePoint((char) unit, (char) unit(b, p, end));
        p += 6;
      }
      top = Utf8.put(unit, arena, top);
    }
    return arena;
  }

  private static byte simple(byte kind) {
    return switch (kind) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> kind;
    };
  }
}
