package io.sluice.transforms;

/** What becomes of a value that a table or a pattern does not know. */
public enum Unmatched {
  /** Its row is rejected. */
  REJECT,
  /** It becomes NULL. */
  NULL,
  /** It stays as it is. */
  KEEP
}
