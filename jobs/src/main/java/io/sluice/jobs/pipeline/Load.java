package io.sluice.jobs.pipeline;

/** How much of its inputs a run reads. */
public enum Load {
  /** All that is there. */
  FULL,
  /** What no earlier run has processed. */
  INCREMENTAL
}
