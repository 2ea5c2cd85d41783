package io.sluice.transforms;

/**
 * What a clock showed, and where, as SQL.
 *
 * @param local the timestamp at which a clock in UTC shows the same
 * @param wholeDay whether it stands for a whole day, and so for the beginning of it
 */
record LocalTime(String local, String wholeDay, ZoneText zone, Gap gap, Overlap overlap) {

  /** What the clock showed, once it is known: a name that no column has. */
  private static final String SHOWN = "`" + Lineage.PREFIX + "shown`";

  private static final String FIRST = "`" + Lineage.PREFIX + "first`";

  /**
   * Returns the point in time, or NULL where there is none. What the clock showed is worked out
   * once, however often it is looked at.
   */
  String instant() {
    LocalTime shown = new LocalTime(SHOWN, wholeDay, zone, gap, overlap);
    return "element_at(transform(array(%s), %s -> %s), 1)"
        .formatted(local, SHOWN, shown.resolved());
  }

  private String resolved() {
    String chosen =
        switch (overlap) {
          case EARLIER -> earlier();
          case LATER -> "CASE WHEN " + twice() + " THEN " + later() + " ELSE " + earlier() + " END";
          case REJECT -> "CASE WHEN NOT " + twice() + " THEN " + earlier() + " END";
        };
    if (gap == Gap.SHIFT_FORWARD || wholeDay.equals("true")) {
      return chosen;
    }
    if (wholeDay.equals("false") && overlap == Overlap.EARLIER) {
      return "element_at(transform(array(%s), %s -> CASE WHEN %s = %s THEN %s END), 1)"
          .formatted(earlier(), FIRST, clock(FIRST), local, FIRST);
    }
    String day = wholeDay.equals("false") ? "" : " OR " + wholeDay;
    return "CASE WHEN " + exists() + day + " THEN " + chosen + " END";
  }

  /** Returns why there is no point in time. */
  String reason() {
    return "CASE WHEN "
        + local
        + " IS NULL THEN 'fits no pattern' WHEN "
        + zone.missing()
        + " THEN 'has no zone' WHEN "
        + zone.unknown()
        + " THEN 'its zone is unknown' WHEN "
        + exists()
        + " THEN 'comes twice in its zone' ELSE 'does not exist in its zone' END";
  }

  /** As Java resolves it: in a gap as much later as the gap is long, in an overlap the first. */
  private String earlier() {
    return "to_utc_timestamp(" + local + ", " + zone.name() + ")";
  }

  private String exists() {
    return clock(earlier()) + " = " + local;
  }

  private String clock(String instant) {
    return "from_utc_timestamp(" + instant + ", " + zone.name() + ")";
  }

  /**
   * Returns the point in time that the offset of a day later makes of it. No clock was ever put
   * back by more than a day, so where the time comes twice, that is the offset behind the overlap.
   * In microseconds, for Spark adds a day in the zone of the session.
   */
  private String later() {
    String dayLater = "timestamp_micros(" + micros(earlier()) + " + 86400000000)";
    String offset = "(" + micros(clock(dayLater)) + " - " + micros(dayLater) + ")";
    return "timestamp_micros(" + micros(local) + " - " + offset + ")";
  }

  private static String micros(String timestamp) {
    return "unix_micros(" + timestamp + ")";
  }

  private String twice() {
    return "(" + clock(later()) + " = " + local + " AND " + later() + " > " + earlier() + ")";
  }
}
