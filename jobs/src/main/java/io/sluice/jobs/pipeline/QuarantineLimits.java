package io.sluice.jobs.pipeline;

import java.util.Optional;

/** How many rejected rows a run puts up with. Above either limit it fails before it publishes. */
public record QuarantineLimits(
    @Doc("The most rows that may be rejected in a run; by default any number.")
        Optional<Long> maxRows,
    @Doc("The largest part of the rows read that may be rejected, from 0 to 1; by default 1.")
        Optional<Double> maxRatio) {

  /** Puts up with any number of rejected rows. */
  public static final QuarantineLimits NONE =
      new QuarantineLimits(Optional.empty(), Optional.empty());

  public QuarantineLimits {
    if (maxRows.isPresent() && maxRows.get() < 0) {
      throw new IllegalArgumentException("max_rows is below 0");
    }
    if (maxRatio.isPresent() && !(maxRatio.get() >= 0 && maxRatio.get() <= 1)) {
      throw new IllegalArgumentException("max_ratio is not between 0 and 1");
    }
  }
}
