package io.sluice.jobs.source.records;

/** The text is not JSON from here on. Cheap to throw: it has no stack trace. */
final class MalformedJsonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean cutOff;

  MalformedJsonException(String reason) {
    this(reason, false);
  }

  private MalformedJsonException(String reason, boolean cutOff) {
    super(reason, null, false, false);
    this.cutOff = cutOff;
  }

  /** The text ends where a value is not complete; more of it may come. */
  static MalformedJsonException end() {
    return new MalformedJsonException("cut off: ends before the record is complete", true);
  }

  boolean isCutOff() {
    return cutOff;
  }
}
