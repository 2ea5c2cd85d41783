package io.sluice.transforms;

/** What becomes of a local time that no clock showed, because it was put forward over it. */
public enum Gap {
  /** Its row is rejected. */
  REJECT,
  /** It is as much later as the clock was put forward: 02:30 becomes 03:30. */
  SHIFT_FORWARD
}
