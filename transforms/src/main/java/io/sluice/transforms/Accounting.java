package io.sluice.transforms;

/**
 * How the rows that leave a transform relate to those that enter, once the rows it told its {@link
 * Tally} about are taken off: whether a difference that is left over has a name, or is a loss.
 */
public enum Accounting {
  /** Every row that was not told to the tally leaves, once. Any difference is an error. */
  ROW_FOR_ROW(null, null),
  /** Fewer rows leave: the others were repeats. */
  DEDUPLICATES("deduplicated", null),
  /** Fewer rows leave, each of them standing for a group. An empty input may give one row. */
  AGGREGATES("aggregated", "aggregated"),
  /** More rows leave: one row may match several others. */
  FANS_OUT(null, "fan_out"),
  /** More rows leave: those of the other frames. */
  UNITES(null, "union"),
  /** Any number of rows leaves; only the number itself is known. */
  REWRITES("filtered", "added");

  private final String fewer;
  private final String more;

  Accounting(String fewer, String more) {
    this.fewer = fewer;
    this.more = more;
  }

  /**
   * Returns the reason under which a surplus of rows is booked, or null if there can be none.
   *
   * @param difference rows that left minus rows that were expected to, not zero
   */
  public String reasonFor(long difference) {
    return difference < 0 ? fewer : more;
  }
}
