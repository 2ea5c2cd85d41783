package io.sluice.bench;

import java.io.Serializable;

/**
 * A log of changes to the rows of a table, each made from its number alone, cut into batches of
 * equal size. Two late changes in a hundred belong half a batch and two batches and a half further
 * back than where they stand. No two changes have the same time.
 *
 * <p>One change in twenty deletes its row; it hits one key in four. Those keys have no late
 * changes: Hudi keeps no trace of a row that it deleted, so an older change that comes after would
 * bring the row back, and the two tables would rightly differ.
 *
 * @param changes how many there are
 * @param keys how many rows they are spread over
 * @param batches into how many batches they are cut
 */
record ChangeLog(long seed, long changes, long keys, int batches) implements Serializable {
  private static final long START_MICROS = 1_656_374_400_000_000L;
  private static final long STEP_MICROS = 1_000;
  private static final int MORTAL = 4;

  ChangeLog {
    if (changes < 1 || keys < 1 || batches < 1 || changes < batches) {
      throw new IllegalArgumentException(
          "Cannot make changes: %d over %d keys in %d batches (each must be 1 or more, and a batch holds one at least). Correct the numbers."
              .formatted(changes, keys, batches));
    }
  }

  /** Returns the number of the first change of a batch, and so of the last one before it plus 1. */
  long first(int batch) {
    return changes * batch / batches;
  }

  /** Returns the change with this number, from 0. */
  Change change(long number) {
    Dice dice = Dice.of(seed, number);
    long key = 1 + Math.floorMod(((long) dice.below(1 << 30) << 30) | dice.below(1 << 30), keys);
    boolean mortal = key % MORTAL == 0;
    boolean deleted = mortal && dice.oneIn(5);
    long micros = START_MICROS + (mortal ? number * STEP_MICROS : time(dice, number));
    return Change.invent(dice, key, micros, deleted);
  }

  /** A late change falls between two punctual ones, so that no two have the same time. */
  private long time(Dice dice, long number) {
    long batch = changes / batches;
    return switch (dice.below(75)) {
      case 0 -> (number - batch / 2) * STEP_MICROS + 1;
      case 1 -> (number - batch * 5 / 2) * STEP_MICROS + 2;
      default -> number * STEP_MICROS;
    };
  }
}
