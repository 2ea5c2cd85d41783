package io.sluice.jobs.source.records;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/** The options that all kinds of records have, by their names in lower case. */
final class RecordOptions {

  private static final int DEFAULT_LONGEST = 32 * 1024 * 1024;

  private final Map<String, String> options;

  RecordOptions(Map<String, String> options) {
    this.options = options;
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(options.get(name));
  }

  boolean flag(String name, boolean otherwise) {
    return text(name).map(Boolean::parseBoolean).orElse(otherwise);
  }

  /** Records of more bytes are rejects. */
  int longest() {
    return text("maxrecordbytes").map(Integer::parseInt).orElse(DEFAULT_LONGEST);
  }

  /**
   * Formats for dates and times.
   *
   * @throws DateTimeException if there is no such zone
   * @throws IllegalArgumentException if a pattern is none
   */
  TimeFormats times() {
    ZoneId zone = ZoneId.of(text("timezone").orElse("UTC"));
    return new TimeFormats(text("dateformat"), text("timestampformat"), zone.normalized());
  }
}
