package io.sluice.transforms;

import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The zone of a row, as SQL.
 *
 * @param name the zone's name, never one that Spark does not know
 * @param missing true where there is none
 * @param unknown true where there is one that nobody knows
 */
record ZoneText(String name, String missing, String unknown) {

  private static final String OFFSET = "'^[+-](0[0-9]|1[0-7]):[0-5][0-9]$'";

  static ZoneText fixed(String zone) {
    return new ZoneText("'" + zone + "'", "false", "false");
  }

  /**
   * Returns the zone that a column holds.
   *
   * @param x the column
   * @param otherwise the zone where it holds none
   */
  static ZoneText of(String x, Optional<String> otherwise) {
    String given = otherwise.map(zone -> "coalesce(" + x + ", '" + zone + "')").orElse(x);
    // An unknown name would fail the whole job. A long list of constants is looked up by hash.
    String names =
        ZoneId.getAvailableZoneIds().stream()
            .sorted()
            .map(zone -> "'" + zone + "'")
            .collect(Collectors.joining(", "));
    String known = "(" + given + " IN (" + names + ") OR " + given + " RLIKE " + OFFSET + ")";
    return new ZoneText(
        "CASE WHEN " + known + " THEN " + given + " END", given + " IS NULL", "NOT " + known);
  }
}
