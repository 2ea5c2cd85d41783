package io.sluice.transforms;

/** What a local time means that clocks showed twice, because they were put back. */
public enum Overlap {
  /** The first of the two, before the clock was put back: in most places summer time. */
  EARLIER,
  /** The second of the two. */
  LATER,
  /** Its row is rejected. */
  REJECT
}
