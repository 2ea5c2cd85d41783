package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StampTest {

  private static final Instant NOW = Instant.parse("2022-06-28T03:05:06.123456789Z");
  private static final List<DatePart> ALL = List.of(DatePart.values());

  private static Dataset<Row> rows() {
    return Rows.sql("SELECT 1 AS a, 'file:/x' AS __sluice_file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "America/New_York", "Asia/Kolkata"})
  void stampsTimeFileRunAndPartsInUtc(String zone) {
    Rows.with(
        "spark.sql.session.timeZone",
        zone,
        () -> {
          Dataset<Row> result =
              Stamp.at(NOW)
                  .withDateParts("ingest_", ALL)
                  .withRunId("run_id", "r-1")
                  .withSourceFile("source")
                  .withIngestTime("ingested_at")
                  .apply(rows());
          assertThat(Rows.schema(result))
              .isEqualTo(
                  "a int, ingested_at timestamp, source string, run_id string, ingest_year string,"
                      + " ingest_month string, ingest_day string, ingest_hour string,"
                      + " __sluice_file string");
          Row row = result.first();
          assertThat(row.getTimestamp(1).toInstant())
              .isEqualTo(Instant.parse("2022-06-28T03:05:06.123456Z"));
          assertThat(row.mkString(" ")).endsWith("file:/x r-1 2022 06 28 03 file:/x");
          return null;
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "America/New_York", "Asia/Kolkata"})
  void takesPartsFromAnEventTimeInUtc(String zone) {
    Rows.with(
        "spark.sql.session.timeZone",
        zone,
        () -> {
          assertThat(parts("TIMESTAMP'2024-03-10T07:30:00Z'")).isEqualTo("[2024,03,10,07]");
          assertThat(parts("TIMESTAMP'2023-12-31T23:59:59.999999Z'")).isEqualTo("[2023,12,31,23]");
          assertThat(parts("TIMESTAMP'0987-01-02T00:00:00Z'")).isEqualTo("[0987,01,02,00]");
          assertThat(parts("TIMESTAMP_NTZ'2024-03-10 02:30:00'")).isEqualTo("[2024,03,10,02]");
          assertThat(parts("DATE'2024-03-10'")).isEqualTo("[2024,03,10,00]");
          return null;
        });
  }

  private static String parts(String time) {
    Dataset<Row> rows = Rows.sql("SELECT named_struct('at', " + time + ") AS event");
    return Stamp.at(NOW)
        .withDateParts("", ALL)
        .withEventTime("event.at")
        .apply(rows)
        .drop("event")
        .first()
        .toString();
  }

  @Test
  void rejectsARowWithoutItsEventTime() {
    Dataset<Row> rows = Rows.sql("SELECT * FROM VALUES (DATE'2024-03-10'), (NULL) AS t(d)");
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result =
        Stamp.at(NOW)
            .withDateParts("p_", List.of(DatePart.DAY, DatePart.YEAR))
            .withEventTime("D")
            .apply(rows, tally);

    assertThat(Rows.of(result)).containsExactly("[2024-03-10,10,2024]");
    assertThat(tally.rejected).containsOnlyKeys("stamp: D: is null").containsValue(1L);
  }

  @Test
  void rejectsNothingWhereTimesAreNeverNull() {
    RecordingTally tally = RecordingTally.asked();
    Stamp.at(NOW)
        .withDateParts("", ALL)
        .withEventTime("d")
        .apply(Rows.sql("SELECT DATE'2024-03-10' AS d"), tally);

    assertThat(tally.calls).isEmpty();
  }

  @Test
  void findsTheFileOfRowsReadFromFilesAndNullElsewhere(@TempDir Path folder) {
    String path = folder.resolve("in put").toString();
    Rows.sql("SELECT 1 AS a, 'x' AS b").write().parquet(path);
    Dataset<Row> read = TestSpark.session().read().parquet(path).filter("a = 1").select("a");
    Stamp stamp = Stamp.at(NOW).withSourceFile("file");

    assertThat(stamp.apply(read).first().getString(1))
        .startsWith("file:/")
        .contains("/in%20put/part-")
        .endsWith(".parquet");
    assertThat(stamp.apply(read.groupBy("a").count()).first().isNullAt(2)).isTrue();
    assertThat(stamp.apply(Rows.sql("SELECT 1 AS a")).first().isNullAt(1)).isTrue();
    assertThat(Rows.physical(stamp.apply(read))).doesNotContain("Exchange");
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertRefused(Stamp.at(NOW), "Cannot stamp rows: nothing");
    assertRefused(
        Stamp.at(NOW).withIngestTime("A"), "Cannot stamp into column: A (that name is taken");
    assertRefused(
        Stamp.at(NOW).withIngestTime("x").withRunId("X", "r"), "Cannot stamp into column: X");
    assertRefused(Stamp.at(NOW).withIngestTime("__sluice_x"), "reserved");
    assertRefused(
        Stamp.at(NOW).withIngestTime("x").withEventTime("a"), "no date parts are asked for");
    assertRefused(
        Stamp.at(NOW).withDateParts("", ALL).withEventTime("a"), "it is an int, not a time");
    assertRefused(Stamp.at(NOW).withDateParts("", ALL).withEventTime("b"), "Did you mean a?");
  }

  private static void assertRefused(Transform transform, String message) {
    assertThatThrownBy(() -> transform.apply(rows()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
