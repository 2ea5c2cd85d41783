package io.sluice.jobs.pipeline;

import java.time.Instant;

/**
 * What a step may know of the run it is part of.
 *
 * @param runId the run's own name
 * @param startedAt when the run began; the same for all its steps
 */
public record RunFacts(String runId, Instant startedAt) {

  /** Facts of no run, for planning. */
  public static final RunFacts PLANNING = new RunFacts("plan", Instant.EPOCH);
}
