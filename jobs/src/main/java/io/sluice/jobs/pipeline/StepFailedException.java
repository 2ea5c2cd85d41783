package io.sluice.jobs.pipeline;

/** A step does not fit the rows it was applied to; the cause says why. */
public final class StepFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Step step;
  private final int index;

  StepFailedException(Step step, int index, Throwable cause) {
    super(step.key(index) + ": " + cause.getMessage(), cause);
    this.step = step;
    this.index = index;
  }

  /** Returns the step that failed. */
  public Step step() {
    return step;
  }

  /** Returns its place among the pipeline's steps, from 0. */
  public int index() {
    return index;
  }
}
