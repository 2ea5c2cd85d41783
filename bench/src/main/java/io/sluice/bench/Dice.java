package io.sluice.bench;

import java.math.BigDecimal;

/**
 * A small source of pseudo-random numbers whose sequence this project fixes itself, so that the
 * sample data stays the same, byte for byte, on every Java version. The mixing is SplitMix64.
 */
final class Dice {
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private long state;

  private Dice(long state) {
    this.state = state;
  }

  /**
   * Returns the dice for one row: rows may then be made in any order and in any number of files.
   */
  static Dice of(long seed, long row) {
    return new Dice(mix(seed * STEP + row));
  }

  /** Returns a number from 0 (included) to {@code bound} (excluded). */
  int below(int bound) {
    state += STEP;
    return (int) Long.remainderUnsigned(mix(state), bound);
  }

  /** Returns a number from {@code low} to {@code high}, both included. */
  int between(int low, int high) {
    return low + below(high - low + 1);
  }

  /** Is true once in {@code sides} throws. */
  boolean oneIn(int sides) {
    return below(sides) == 0;
  }

  /** Returns an amount of money: cents from {@code low} to {@code high}. */
  BigDecimal money(int low, int high) {
    return BigDecimal.valueOf(between(low, high), 2);
  }

  String pick(String[] choices) {
    return choices[below(choices.length)];
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
