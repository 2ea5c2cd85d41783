package io.sluice.bench;

/** Numbers with zeros in front; formats would take most of the time that a row takes. */
final class Digits {

  private Digits() {}

  static String padded(int number, int width) {
    String digits = Integer.toString(number);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }
}
