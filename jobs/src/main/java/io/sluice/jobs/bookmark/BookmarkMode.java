package io.sluice.jobs.bookmark;

/** What runs do with a bookmark, in the words of AWS Glue: enable, pause, disable. */
public enum BookmarkMode {
  /** They read what is new, and remember it. */
  ENABLED,
  /** They read what is new, and do not remember it: the next run reads it again. */
  PAUSED,
  /** They read everything, and remember nothing. */
  DISABLED
}
