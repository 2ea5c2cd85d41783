package io.sluice.jobs.run;

import io.sluice.jobs.pipeline.QuarantineLimits;
import java.util.Optional;

/** Holds rejected rows against what a pipeline puts up with. */
final class QuarantineCheck {

  private QuarantineCheck() {}

  /** Returns which limit was exceeded and by what, in words; nothing when none was. */
  static Optional<String> of(QuarantineLimits limits, long rejected, long rowsIn) {
    String rows = "rejected %,d of %,d rows; ".formatted(rejected, rowsIn);
    if (limits.maxRows().isPresent() && rejected > limits.maxRows().get()) {
      return Optional.of(rows + "quarantine.max_rows is " + limits.maxRows().get());
    }
    double ratio = rowsIn == 0 ? 0 : (double) rejected / rowsIn;
    if (limits.maxRatio().isPresent() && ratio > limits.maxRatio().get()) {
      return Optional.of(rows + "quarantine.max_ratio is " + limits.maxRatio().get());
    }
    return Optional.empty();
  }
}
