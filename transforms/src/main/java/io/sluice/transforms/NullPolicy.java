package io.sluice.transforms;

/** What the rules on a value make of one that is NULL. */
public enum NullPolicy {
  /** It passes every rule but that it is required. */
  PASS,
  /** It fails every rule that looks at it, but that on its type: NULL is of every type. */
  REJECT
}
