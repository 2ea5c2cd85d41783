package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;

/**
 * Turns what a clock on a wall showed into the point in time at which it did: local time in a zone
 * into a timestamp.
 *
 * <p>A column of texts is read by a list of patterns, of which the first that fits counts, as a
 * whole and with a day that exists: there is no 31 February. Blanks around it do not matter. A
 * pattern is made of {@code yyyy} (or {@code yy}: 2000 to 2099), {@code M MM MMM MMMM}, {@code d
 * dd}, {@code H HH} or {@code h hh} with {@code a}, {@code m mm}, {@code s ss}, {@code S} a figure
 * of the fraction, {@code E} and {@code EEEE} (the day of the week, in English as months are, read
 * over and not checked), in any order and with anything between them: {@code MMyyyydd} reads
 * 05202203 as 2022-05-03. Letters that stand for themselves are put between single quotes. Without
 * a time it is the beginning of the day. A column of type date or timestamp_ntz needs no patterns.
 *
 * <p>The zone is one for all ({@link #withZone}) or that of each row ({@link #withZoneColumn}), by
 * its name ({@code Europe/Paris}) or offset ({@code +02:00}); with both, the first is that of rows
 * without one. Without either it is UTC.
 *
 * <p>Where a clock is put forward, the times in between do not exist: {@link Gap#REJECT} unless
 * {@link #withGap} says otherwise. A day that begins in such a gap begins behind it, whatever is
 * said. Where a clock is put back, the times before it come twice: {@link Overlap#EARLIER} unless
 * {@link #withOverlap} says otherwise.
 *
 * <p>A row is rejected with one of these reasons: {@code conform_time: <column>: fits no pattern},
 * {@code has no zone}, {@code its zone is unknown}, {@code does not exist in its zone}, {@code
 * comes twice in its zone}. NULL stays NULL. The session's zone, its parser policy and ANSI mode
 * change nothing.
 *
 * <p><b>Cost:</b> narrow; one projection. A regular expression is tried on each text for each
 * pattern up to the one that fits.
 *
 * <pre>{@code
 * ConformTime.of("published", List.of("yyyy-MM-dd HH:mm", "MMyyyydd"))
 *     .withZoneColumn("zone")
 *     .withInto("published_at")
 *     .apply(courses);
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> Glue has no transform for it. Spark's {@code to_utc_timestamp} takes
 * times that do not exist, and reads a text in the session's zone first.
 */
public final class ConformTime implements Transform {

  private record Zone(Optional<String> fixed, Optional<String> column) {}

  private record Options(Optional<String> into, Gap gap, Overlap overlap) {}

  private static final String INSTANT = Lineage.PREFIX + "instant";

  private final String column;
  private final List<String> patterns;
  private final Zone zone;
  private final Options options;

  private ConformTime(String column, List<String> patterns, Zone zone, Options options) {
    this.column = Objects.requireNonNull(column, "column");
    this.patterns = List.copyOf(patterns);
    this.zone = zone;
    this.options = options;
  }

  /**
   * Turns a column into points in time.
   *
   * @param column the path of a column of texts, dates, or timestamps without a zone
   * @param patterns what the texts look like; none for other columns
   */
  public static ConformTime of(String column, List<String> patterns) {
    return new ConformTime(
        column,
        patterns,
        new Zone(Optional.empty(), Optional.empty()),
        new Options(Optional.empty(), Gap.REJECT, Overlap.EARLIER));
  }

  /** Says the zone of all rows; with a zone column, of those in which that is NULL. */
  public ConformTime withZone(String zone) {
    return new ConformTime(
        column, patterns, new Zone(Optional.of(zone), this.zone.column), options);
  }

  /** Says which column holds the zone of each row. */
  public ConformTime withZoneColumn(String column) {
    return new ConformTime(
        this.column, patterns, new Zone(zone.fixed, Optional.of(column)), options);
  }

  /** Gives the result a column of its own, the last one, instead of the place of the first. */
  public ConformTime withInto(String target) {
    return with(new Options(Optional.of(target), options.gap, options.overlap));
  }

  /** Says what becomes of local times that do not exist. */
  public ConformTime withGap(Gap gap) {
    return with(new Options(options.into, Objects.requireNonNull(gap, "gap"), options.overlap));
  }

  /** Says what local times mean that come twice. */
  public ConformTime withOverlap(Overlap overlap) {
    return with(new Options(options.into, options.gap, Objects.requireNonNull(overlap, "overlap")));
  }

  private ConformTime with(Options options) {
    return new ConformTime(column, patterns, zone, options);
  }

  @Override
  public String name() {
    return "conform_time";
  }

  @Override
  public Accounting accounting() {
    return Accounting.ROW_FOR_ROW;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    Columns columns = Columns.of(rows, "conform");
    Columns.Found found = columns.find(column);
    LocalTime time =
        new LocalTime(local(found), wholeDay(found), zone(columns), options.gap, options.overlap);
    List<Column> known = new ArrayList<>(columns.all());
    known.add(expr(time.instant()).as(INSTANT));
    Dataset<Row> told = rows.select(columns.withLineage(known));
    Column instant = col(INSTANT);
    List<Column> out = new ArrayList<>();
    if (options.into.isPresent()) {
      out.addAll(columns.all());
      out.add(instant.as(target(columns)));
    } else {
      FieldEdits edits = new FieldEdits();
      edits.put(found.path(), old -> instant);
      out.addAll(edits.over(columns));
    }
    Rejection lost =
        new Rejection(
            found.column().isNotNull().and(instant.isNull()),
            concat(lit("conform_time: " + column + ": "), expr(time.reason())));
    return Rejection.apply(told, List.of(lost), tally).select(columns.withLineage(out));
  }

  private String target(Columns columns) {
    String target = options.into.orElseThrow();
    FieldPath path = FieldPath.parse(target);
    if (path.nested()) {
      throw TransformErrors.nested("conform into", target);
    }
    if (Lineage.isLineage(path.last())) {
      throw TransformErrors.reserved("conform into column", target);
    }
    if (columns.has(path.last())) {
      throw TransformErrors.taken("conform into column", target, "another column");
    }
    return path.last();
  }

  /** Returns the timestamp at which a clock in UTC shows what the clock in question did. */
  private String local(Columns.Found found) {
    DataType type = found.type();
    String x = found.path().sql();
    if (type instanceof StringType) {
      if (patterns.isEmpty()) {
        throw TransformErrors.nothingGiven(
            "conform column " + column, "texts need patterns to read them by");
      }
      return TimePattern.first(parsedPatterns(), x);
    }
    if (!(type instanceof TimestampNTZType || type instanceof DateType)) {
      throw TransformErrors.cannot(
          "conform column",
          column,
          "it is " + TypeNames.article(type) + ", not a local time",
          "Give a string, a date or a timestamp_ntz; a timestamp is a point in time already.");
    }
    if (!patterns.isEmpty()) {
      throw TransformErrors.cannot(
          "conform column",
          column,
          "it is " + TypeNames.article(type) + ", and patterns are for texts",
          "Leave the patterns out.");
    }
    return CastText.of(x, type, DataTypes.TimestampType);
  }

  private List<TimePattern> parsedPatterns() {
    return patterns.stream().map(p -> TimePattern.parse(column, p)).toList();
  }

  /** Returns whether a row's time is that of a whole day, as SQL. */
  private String wholeDay(Columns.Found found) {
    if (!(found.type() instanceof StringType)) {
      return String.valueOf(found.type() instanceof DateType);
    }
    List<TimePattern> parsed = parsedPatterns();
    if (parsed.stream().map(TimePattern::wholeDay).distinct().count() == 1) {
      return String.valueOf(parsed.get(0).wholeDay());
    }
    StringBuilder cases = new StringBuilder("CASE");
    for (TimePattern pattern : parsed) {
      cases.append(" WHEN ").append(pattern.parsed(found.path().sql()));
      cases.append(" IS NOT NULL THEN ").append(pattern.wholeDay());
    }
    return cases.append(" END").toString();
  }

  private ZoneText zone(Columns columns) {
    Optional<String> fixed = zone.fixed;
    if (zone.column.isEmpty()) {
      return ZoneText.fixed(checked(fixed.orElse("UTC")));
    }
    Columns.Found found = columns.find(zone.column.get());
    if (!(found.type() instanceof StringType)) {
      throw TransformErrors.cannot(
          "take zones from column",
          zone.column.get(),
          "it is " + TypeNames.article(found.type()) + ", not a string",
          "Name the column that holds zones such as Europe/Paris.");
    }
    return ZoneText.of(found.path().sql(), fixed.map(ConformTime::checked));
  }

  private static String checked(String zone) {
    try {
      ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw TransformErrors.cannot(
          "take zone",
          zone,
          "there is no such zone",
          Nearest.to(zone, ZoneId.getAvailableZoneIds())
              .map(near -> "Did you mean " + near + "?")
              .orElse("Write it like Europe/Paris or +02:00."));
    }
    return zone;
  }
}
