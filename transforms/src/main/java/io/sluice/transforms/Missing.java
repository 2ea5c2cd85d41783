package io.sluice.transforms;

/** What to do about a column that is asked for and does not exist. */
public enum Missing {
  /** Refuse: the transform cannot be applied. */
  FAIL,
  /** Give the column, holding NULL in every row. */
  NULL
}
