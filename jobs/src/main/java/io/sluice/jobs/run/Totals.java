package io.sluice.jobs.run;

/**
 * The law of a run in one line: rows in, and rows added, are rows out and all those left out.
 *
 * @param rowsIn the rows of all inputs, those of files that could not be read included
 * @param rowsOut the rows written
 * @param lookedUp rows of inputs that were only matched against, such as the right side of a join
 * @param added rows that joins and the reuse of a result brought in beyond those read
 */
public record Totals(
    long rowsIn,
    long rowsOut,
    long rejected,
    long filtered,
    long deduplicated,
    long aggregated,
    long lookedUp,
    long added) {

  /** What became of a row that was read and not written, or the other way round. */
  enum Part {
    REJECTED,
    FILTERED,
    DEDUPLICATED,
    AGGREGATED,
    ADDED;

    /** Returns the part to which a difference that a transform's accounting explains belongs. */
    static Part of(String reason, long difference) {
      if (difference > 0) {
        return ADDED;
      }
      return switch (reason) {
        case "deduplicated" -> DEDUPLICATED;
        case "aggregated" -> AGGREGATED;
        default -> FILTERED;
      };
    }
  }

  /** Returns the totals of two passes, of which these are the second, that read what came out. */
  Totals after(Totals first) {
    return new Totals(
        first.rowsIn + rowsIn - first.rowsOut,
        rowsOut,
        first.rejected + rejected,
        first.filtered + filtered,
        first.deduplicated + deduplicated,
        first.aggregated + aggregated,
        first.lookedUp + lookedUp,
        first.added + added);
  }

  /** Returns whether every row is accounted for. */
  public boolean balanced() {
    return rowsIn + added == rowsOut + rejected + filtered + deduplicated + aggregated + lookedUp;
  }
}
