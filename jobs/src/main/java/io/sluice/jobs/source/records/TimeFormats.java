package io.sluice.jobs.source.records;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;

/**
 * Reads dates and times: by a pattern, or else in the ISO forms that Spark's cast takes.
 *
 * <p>A time without a zone is in the zone given here, never in that of the session or the machine,
 * so that a file means the same wherever it is read. A time alone, which Spark would put on the
 * current day, is refused.
 */
final class TimeFormats {

  private static final long MICROS = 1_000_000L;

  private final Optional<DateTimeFormatter> date;
  private final Optional<DateTimeFormatter> timestamp;
  private final ZoneId zone;

  TimeFormats(Optional<String> date, Optional<String> timestamp, ZoneId zone) {
    this.date = date.map(TimeFormats::formatter);
    this.timestamp = timestamp.map(TimeFormats::formatter);
    this.zone = zone;
  }

  /** What is not in a pattern is the first of its kind: the month January, the hour 0. */
  static DateTimeFormatter formatter(String pattern) {
    DateTimeFormatterBuilder builder =
        new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern);
    boolean yearOfEra = pattern.indexOf('y') >= 0;
    if (yearOfEra && pattern.indexOf('G') < 0) {
      builder.parseDefaulting(ChronoField.ERA, 1);
    }
    if (pattern.chars().noneMatch(c -> c == 'D' || c == 'Q' || c == 'q')) {
      builder.parseDefaulting(ChronoField.MONTH_OF_YEAR, 1);
      builder.parseDefaulting(ChronoField.DAY_OF_MONTH, 1);
    }
    if (pattern.chars().noneMatch(c -> c == 'h' || c == 'K' || c == 'k' || c == 'A' || c == 'N')) {
      builder.parseDefaulting(ChronoField.HOUR_OF_DAY, 0);
    }
    if (pattern.chars().noneMatch(c -> c == 'A' || c == 'N')) {
      builder.parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0);
      builder.parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0);
    }
    return builder.toFormatter(Locale.US).withResolverStyle(ResolverStyle.STRICT);
  }

  /** Days since 1970. */
  Object date(byte[] b, int from, int to) {
    if (date.isPresent()) {
      try {
        LocalDate day = date.get().parse(string(b, from, to), TemporalQueries.localDate());
        return day == null ? TextValue.WRONG : (Object) (int) day.toEpochDay();
      } catch (DateTimeException e) {
        return TextValue.WRONG;
      }
    }
    if (to - from == 10) {
      long day = epochDay(b, from);
      if (day != Long.MIN_VALUE) {
        return (int) day;
      }
    }
    return orWrong(DateTimeUtils.stringToDate(UTF8String.fromBytes(b, from, to - from)));
  }

  /** Microseconds since 1970 UTC. */
  Object timestamp(byte[] b, int from, int to) {
    if (timestamp.isPresent()) {
      return pattern(b, from, to, zone);
    }
    if (zone.equals(ZoneOffset.UTC)) {
      boolean marked = to > from && b[to - 1] == 'Z';
      long micros = epochMicros(b, from, marked ? to - 1 : to);
      if (micros != Long.MIN_VALUE) {
        return micros;
      }
    }
    return isTimeOnly(b, from, to)
        ? TextValue.WRONG
        : orWrong(DateTimeUtils.stringToTimestamp(UTF8String.fromBytes(b, from, to - from), zone));
  }

  /** Microseconds since 1970 on the clock on the wall; text that names a zone is no such time. */
  Object localTimestamp(byte[] b, int from, int to) {
    if (timestamp.isPresent()) {
      return pattern(b, from, to, null);
    }
    long micros = epochMicros(b, from, to);
    if (micros != Long.MIN_VALUE) {
      return micros;
    }
    return isTimeOnly(b, from, to)
        ? TextValue.WRONG
        : orWrong(
            DateTimeUtils.stringToTimestampWithoutTimeZone(
                UTF8String.fromBytes(b, from, to - from), false));
  }

  private Object pattern(byte[] b, int from, int to, ZoneId zoneOrNull) {
    try {
      TemporalAccessor read = timestamp.orElseThrow().parse(string(b, from, to));
      if (zoneOrNull == null) {
        return micros(LocalDateTime.from(read).toInstant(ZoneOffset.UTC));
      }
      if (read.isSupported(ChronoField.INSTANT_SECONDS)) {
        return micros(Instant.from(read));
      }
      return micros(LocalDateTime.from(read).atZone(zoneOrNull).toInstant());
    } catch (DateTimeException | ArithmeticException e) {
      return TextValue.WRONG;
    }
  }

  private static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), MICROS), instant.getNano() / 1000L);
  }

  private static Object orWrong(Option<Object> value) {
    return value.isDefined() ? value.get() : TextValue.WRONG;
  }

  private static boolean isTimeOnly(byte[] b, int from, int to) {
    int p = from;
    while (p < to && b[p] <= ' ') {
      p++;
    }
    if (p < to && b[p] == 'T') {
      return true;
    }
    for (int i = p; i < Math.min(to, p + 4); i++) {
      if (b[i] == ':') {
        return true;
      }
    }
    return false;
  }

  /** {@code yyyy-MM-dd}, or MIN_VALUE for all else. */
  private static long epochDay(byte[] b, int p) {
    int year = digits(b, p, 4);
    int month = digits(b, p + 5, 2);
    int day = digits(b, p + 8, 2);
    if (year < 0
        || month < 1
        || month > 12
        || day < 1
        || b[p + 4] != '-'
        || b[p + 7] != '-'
        || (day > 28 && day > YearMonth.of(year, month).lengthOfMonth())) {
      return Long.MIN_VALUE;
    }
    return LocalDate.of(year, month, day).toEpochDay();
  }

  /** {@code yyyy-MM-ddTHH:mm:ss} and at most six digits more, or MIN_VALUE for all else. */
  private static long epochMicros(byte[] b, int p, int to) {
    if (to - p < 19 || to - p > 26 || (b[p + 10] != 'T' && b[p + 10] != ' ')) {
      return Long.MIN_VALUE;
    }
    long day = epochDay(b, p);
    int hour = digits(b, p + 11, 2);
    int minute = digits(b, p + 14, 2);
    int second = digits(b, p + 17, 2);
    if (day == Long.MIN_VALUE
        || b[p + 13] != ':'
        || b[p + 16] != ':'
        || hour < 0
        || hour > 23
        || minute < 0
        || minute > 59
        || second < 0
        || second > 59) {
      return Long.MIN_VALUE;
    }
    long fraction = 0;
    if (to - p > 19) {
      int places = to - p - 20;
      int read = digits(b, p + 20, places);
      if (b[p + 19] != '.' || places == 0 || read < 0) {
        return Long.MIN_VALUE;
      }
      fraction = read;
      for (int i = places; i < 6; i++) {
        fraction *= 10;
      }
    }
    return (day * 86_400L + hour * 3_600L + minute * 60L + second) * MICROS + fraction;
  }

  private static int digits(byte[] b, int from, int count) {
    int value = 0;
    for (int i = from; i < from + count; i++) {
      int digit = b[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private static String string(byte[] b, int from, int to) {
    return new String(b, from, to - from, StandardCharsets.UTF_8);
  }
}
