package io.sluice.jobs.source.records;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at bytes eight at a time. */
final class Bytes {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;

  private Bytes() {}

  static long word(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  /** Returns the first index of {@code wanted} in {@code [from, to)}, or -1. */
  static int indexOf(byte[] bytes, byte wanted, int from, int to) {
    int at = from;
    long pattern = ONES * (wanted & 0xFF);
    for (; at <= to - 8; at += 8) {
      long found = zeros(word(bytes, at) ^ pattern);
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    for (; at < to; at++) {
      if (bytes[at] == wanted) {
        return at;
      }
    }
    return -1;
  }

  /**
   * Returns the first index in {@code [from, to)} of a byte that does not simply stand for itself
   * in a JSON string: a quote, a backslash, a control character or a part of a longer character;
   * else {@code to}.
   */
  static int endOfPlain(byte[] bytes, int from, int to) {
    int at = from;
    for (; at <= to - 8; at += 8) {
      long w = word(bytes, at);
      long special =
          ((w - 0x2020202020202020L) & ~w & HIGH)
              | (w & HIGH)
              | zeros(w ^ 0x2222222222222222L)
              | zeros(w ^ 0x5C5C5C5C5C5C5C5CL);
      if (special != 0) {
        return at + (Long.numberOfTrailingZeros(special) >>> 3);
      }
    }
    for (; at < to; at++) {
      byte b = bytes[at];
      if (b < 0x20 || b == '"' || b == '\\') {
        return at;
      }
    }
    return to;
  }

  /** The lowest bit set is at the first zero byte; those above it may be wrong. */
  private static long zeros(long w) {
    return (w - ONES) & ~w & HIGH;
  }

  /** Returns a number that equal ranges share and others rarely do. */
  static long hash(byte[] bytes, int from, int to) {
    long hash = (long) to - from;
    int at = from;
    for (; at <= to - 8; at += 8) {
      hash = mix(hash ^ word(bytes, at));
    }
    long rest = 0;
    for (; at < to; at++) {
      rest = (rest << 8) | (bytes[at] & 0xFF);
    }
    return mix(hash ^ rest);
  }

  private static long mix(long x) {
    long y = x * 0x9E3779B97F4A7C15L;
    return y ^ (y >>> 29);
  }
}
