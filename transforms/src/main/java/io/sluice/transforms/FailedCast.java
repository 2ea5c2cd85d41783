package io.sluice.transforms;

/** What to do about a row with a value that does not fit the type it should become. */
public enum FailedCast {
  /** Set the row aside as rejected, with the reason. */
  REJECT,
  /** Let the row pass with NULL in the value's place. */
  NULL
}
