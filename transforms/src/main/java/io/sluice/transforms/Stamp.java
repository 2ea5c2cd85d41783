package io.sluice.transforms;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Stamps rows with when they came, from which file, and in which run.
 *
 * <p>The columns come last, in this order, those that were asked for: the time (a timestamp), the
 * file (a string, its URI; NULL where rows do not come straight from files), the run (a string),
 * and the date parts, strings with leading zeros, in UTC whatever the session's zone: {@code 2022},
 * {@code 06}, {@code 28}, {@code 03}. A name that the rows have already is an error.
 *
 * <p>Date parts are those of the stamp's own time, or of a column's with {@link #withEventTime}. A
 * row in which that column is NULL is rejected with the reason {@code stamp: <column>: is null}: no
 * partition is the right one. To file such rows under another time, derive a column with {@code
 * coalesce} and take that.
 *
 * <p><b>Cost:</b> narrow; one projection.
 *
 * <pre>{@code
 * Stamp.at(Instant.now())
 *     .withIngestTime("ingested_at")
 *     .withDateParts("ingest_", List.of(DatePart.YEAR, DatePart.MONTH, DatePart.DAY))
 *     .apply(rows);
 * }</pre>
 */
public final class Stamp implements Transform {

  private record Parts(String prefix, List<DatePart> parts) {}

  private record Run(String column, String id) {}

  private record Options(
      Instant now,
      Optional<String> ingestTime,
      Optional<String> sourceFile,
      Optional<Run> run,
      Parts dateParts,
      Optional<String> eventTime) {}

  private final Options options;

  private Stamp(Options options) {
    this.options = options;
  }

  /** Stamps with this time; what is stamped, the other methods say. */
  public static Stamp at(Instant now) {
    return new Stamp(
        new Options(
            Objects.requireNonNull(now, "now"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            new Parts("", List.of()),
            Optional.empty()));
  }

  /** Adds a column that holds the stamp's time. */
  public Stamp withIngestTime(String column) {
    Options o = options;
    return new Stamp(
        new Options(o.now, Optional.of(column), o.sourceFile, o.run, o.dateParts, o.eventTime));
  }

  /** Adds a column that holds the URI of the file a row was read from. */
  public Stamp withSourceFile(String column) {
    Options o = options;
    return new Stamp(
        new Options(o.now, o.ingestTime, Optional.of(column), o.run, o.dateParts, o.eventTime));
  }

  /** Adds a column that holds the name of the run. */
  public Stamp withRunId(String column, String runId) {
    Options o = options;
    Run run = new Run(column, Objects.requireNonNull(runId, "runId"));
    return new Stamp(
        new Options(o.now, o.ingestTime, o.sourceFile, Optional.of(run), o.dateParts, o.eventTime));
  }

  /**
   * Adds a column for each of these parts, named by the prefix and the part: {@code ingest_year}.
   */
  public Stamp withDateParts(String prefix, List<DatePart> parts) {
    Options o = options;
    Parts dateParts = new Parts(prefix, List.copyOf(parts));
    return new Stamp(new Options(o.now, o.ingestTime, o.sourceFile, o.run, dateParts, o.eventTime));
  }

  /**
   * Takes the date parts from this column and not from the stamp's time.
   *
   * @param column the path of a timestamp or date column; one without a zone is taken as UTC
   */
  public Stamp withEventTime(String column) {
    Options o = options;
    return new Stamp(
        new Options(o.now, o.ingestTime, o.sourceFile, o.run, o.dateParts, Optional.of(column)));
  }

  @Override
  public String name() {
    return "stamp";
  }

  @Override
  public Accounting accounting() {
    return Accounting.ROW_FOR_ROW;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    Columns columns = Columns.of(rows, "stamp by");
    Map<String, Column> stamps = new LinkedHashMap<>();
    options.ingestTime.ifPresent(name -> add(stamps, name, lit(options.now), columns));
    options.sourceFile.ifPresent(name -> add(stamps, name, sourceFile(rows), columns));
    options.run.ifPresent(run -> add(stamps, run.column(), lit(run.id()), columns));
    Optional<Columns.Found> event = options.eventTime.map(columns::find);
    for (DatePart part : options.dateParts.parts()) {
      String clock = event.map(this::clock).orElse("TIMESTAMP_NTZ'" + now() + "'");
      add(stamps, options.dateParts.prefix() + part.lowerName(), part.of(clock), columns);
    }
    if (stamps.isEmpty()) {
      throw TransformErrors.nothingGiven("stamp rows", "no column is asked for");
    }
    if (event.isPresent() && options.dateParts.parts().isEmpty()) {
      throw TransformErrors.cannot(
          "stamp by",
          options.eventTime.get(),
          "no date parts are asked for",
          "Name the parts to take from it.");
    }
    List<Column> out = new ArrayList<>(columns.all());
    stamps.forEach((name, value) -> out.add(value.as(name)));
    Dataset<Row> timed =
        event.filter(Columns.Found::nullable).isPresent() ? timed(rows, event.get(), tally) : rows;
    return timed.select(columns.withLineage(out));
  }

  private static void add(Map<String, Column> stamps, String given, Column value, Columns columns) {
    String name = FieldPath.parse(given).last();
    if (Lineage.isLineage(name)) {
      throw TransformErrors.reserved("stamp into column", given);
    }
    if (columns.has(name) || stamps.keySet().stream().anyMatch(s -> columns.same(s, name))) {
      throw TransformErrors.taken("stamp into column", name, "another column");
    }
    stamps.put(name, value);
  }

  private Dataset<Row> timed(Dataset<Row> rows, Columns.Found event, Tally tally) {
    String reason = "stamp: " + options.eventTime.orElseThrow() + ": is null";
    Column none = array().cast("array<string>");
    return tally.reject(rows, when(event.column().isNull(), array(lit(reason))).otherwise(none));
  }

  private static Column sourceFile(Dataset<Row> rows) {
    if (List.of(rows.columns()).contains(Lineage.FILE)) {
      return col(Lineage.FILE);
    }
    return AnalysisFailure.attempt(
            () -> {
              Column path = rows.metadataColumn("_metadata").getField("file_path");
              rows.select(path);
              return path;
            })
        .orElseGet(() -> lit(null).cast("string"));
  }

  /** Returns what a clock in UTC showed at the event, as SQL. */
  private String clock(Columns.Found event) {
    DataType type = event.type();
    String time = event.path().sql();
    if (type instanceof TimestampType) {
      return CastText.clock(time);
    }
    if (type instanceof TimestampNTZType) {
      return time;
    }
    if (type instanceof DateType) {
      return "CAST(" + time + " AS TIMESTAMP_NTZ)";
    }
    throw TransformErrors.cannot(
        "stamp by",
        options.eventTime.orElseThrow(),
        "it is " + TypeNames.article(type) + ", not a time",
        "Cast it to timestamp with apply_mapping first.");
  }

  private String now() {
    return LocalDateTime.ofInstant(options.now, ZoneOffset.UTC).toString();
  }
}
