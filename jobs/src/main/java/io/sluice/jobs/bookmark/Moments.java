package io.sluice.jobs.bookmark;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Points in time as people give them on the command line. */
public final class Moments {

  private Moments() {}

  /**
   * Reads {@code 2024-06-01T12:00:00Z}, the same with another offset, or {@code 2024-06-01} for its
   * first instant in UTC; nothing where the text is none of these. A time without an offset is
   * none: it could be anywhere's.
   */
  public static Optional<Instant> parse(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      try {
        return Optional.of(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
      } catch (DateTimeException noDate) {
        return Optional.empty();
      }
    }
  }
}
