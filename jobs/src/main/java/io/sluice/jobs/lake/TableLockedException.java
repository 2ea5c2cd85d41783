package io.sluice.jobs.lake;

/** Another run is writing the table. Nothing was written by this one. */
public final class TableLockedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TableLockedException(String message) {
    super(message);
  }
}
