package io.sluice.bench;

/** Addresses out of the ranges that are kept for examples. */
final class Net {
  private static final String[] RANGES = {"192.0.2.", "198.51.100.", "203.0.113."};

  private Net() {}

  static String address(Dice dice) {
    return dice.pick(RANGES) + dice.between(1, 254);
  }
}
