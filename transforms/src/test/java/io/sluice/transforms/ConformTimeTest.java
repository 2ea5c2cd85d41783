package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConformTimeTest {

  private static final String PATTERN = "yyyy-MM-dd HH:mm";

  private static Dataset<Row> courses() {
    return Rows.sql(
        "SELECT * FROM VALUES"
            + " (1, '2022-07-01 10:30', 'Europe/Paris', 'f'),"
            + " (2, '05202203', 'America/New_York', 'f'),"
            + " (3, NULL, 'Europe/Paris', 'f'),"
            + " (4, 'soon', 'Europe/Paris', 'f'),"
            + " (5, '2022-02-31 10:00', 'Europe/Paris', 'f'),"
            + " (6, '2022-07-01 10:30', NULL, 'f'),"
            + " (7, '2022-07-01 10:30', 'Mars/Olympus', 'f'),"
            + " (8, '2022-03-27 02:30', 'Europe/Paris', 'f'),"
            + " (9, '2022-10-30 02:30', 'Europe/Paris', 'f'),"
            + " (10, '2022-07-01 10:30', '+05:30', 'f')"
            + " AS t(id, local, zone, __sluice_file)");
  }

  private static ConformTime conform() {
    return ConformTime.of("local", List.of(PATTERN, "MMyyyydd")).withZoneColumn("zone");
  }

  private static List<String> instants(Dataset<Row> rows, String column) {
    return Rows.of(rows.selectExpr("id", "unix_micros(" + column + ")")).stream()
        .map(ConformTimeTest::shown)
        .toList();
  }

  private static String shown(String row) {
    String[] parts = row.substring(1, row.length() - 1).split(",", -1);
    if (parts[1].equals("null")) {
      return parts[0] + " null";
    }
    long micros = Long.parseLong(parts[1]);
    return parts[0]
        + " "
        + Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
  }

  @Test
  void readsLocalTimesByTheZonesOfTheirRows() {
    RecordingTally tally = RecordingTally.asked();
    Dataset<Row> result = conform().apply(courses(), tally);

    assertThat(Rows.schema(result))
        .isEqualTo("id int, local timestamp, zone string, __sluice_file string");
    assertThat(instants(result, "local"))
        .containsExactly(
            "1 2022-07-01T08:30:00Z",
            "2 2022-05-03T04:00:00Z",
            "3 null",
            "9 2022-10-30T00:30:00Z",
            "10 2022-07-01T05:00:00Z");
    assertThat(tally.rejected)
        .isEqualTo(
            Map.of(
                "conform_time: local: fits no pattern", 2L,
                "conform_time: local: has no zone", 1L,
                "conform_time: local: its zone is unknown", 1L,
                "conform_time: local: does not exist in its zone", 1L));
    assertThat(tally.rejectedRows).isEqualTo(5);
  }

  @Test
  void decidesAsToldWhatDoesNotExistAndWhatComesTwice() {
    Dataset<Row> rows = courses().filter("id IN (8, 9)");
    RecordingTally tally = RecordingTally.asked();

    assertThat(instants(conform().withGap(Gap.SHIFT_FORWARD).apply(rows), "local"))
        .containsExactly("8 2022-03-27T01:30:00Z", "9 2022-10-30T00:30:00Z");
    assertThat(instants(conform().withOverlap(Overlap.LATER).apply(rows), "local"))
        .containsExactly("9 2022-10-30T01:30:00Z");
    assertThat(conform().withOverlap(Overlap.REJECT).apply(rows, tally).isEmpty()).isTrue();
    assertThat(tally.rejected)
        .isEqualTo(
            Map.of(
                "conform_time: local: comes twice in its zone", 1L,
                "conform_time: local: does not exist in its zone", 1L));
  }

  @Test
  void aFixedZoneIsThatOfRowsWithoutOne() {
    assertThat(
            instants(
                conform().withZone("Asia/Tokyo").apply(courses().filter("id IN (1, 6)")), "local"))
        .containsExactly("1 2022-07-01T08:30:00Z", "6 2022-07-01T01:30:00Z");
  }

  @Test
  void withoutAZoneItIsUtc() {
    assertThat(
            instants(
                ConformTime.of("local", List.of(PATTERN)).apply(courses().filter("id = 8")),
                "local"))
        .containsExactly("8 2022-03-27T02:30:00Z");
  }

  @Test
  void putsTheResultIntoAColumnOfItsOwnWhenAsked() {
    Dataset<Row> result = conform().withInto("at").apply(courses());

    assertThat(Rows.schema(result))
        .isEqualTo("id int, local string, zone string, at timestamp, __sluice_file string");
    assertThat(Rows.of(result.filter("id = 2").selectExpr("local", "unix_seconds(at)")))
        .containsExactly("[05202203,1651550400]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "MMyyyydd | 05202203 | 2022-05-03T00:00:00Z",
        "yyyyMMdd'T'HHmmss | 20220503T101112 | 2022-05-03T10:11:12Z",
        "yyyyMMddHHmmssSSS | 20220503101112345 | 2022-05-03T10:11:12.345Z",
        "d.M.yyyy H:m:s | 3.5.2022 7:8:9 | 2022-05-03T07:08:09Z",
        "d.M.yyyy H:m:s | 13.12.2022 17:48:59 | 2022-12-13T17:48:59Z",
        "dd/MM/yy | 03/05/99 | 2099-05-03T00:00:00Z",
        "dd MMM yyyy | 03 MAY 2022 | 2022-05-03T00:00:00Z",
        "dMMMyy | 3sep22 | 2022-09-03T00:00:00Z",
        "MMMM d, yyyy | December 31, 2022 | 2022-12-31T00:00:00Z",
        "EEE, d MMM yyyy HH:mm | Fri, 3 Jan 2022 10:11 | 2022-01-03T10:11:00Z",
        "EEEE d MMMM yyyy | Tuesday 3 February 2022 | 2022-02-03T00:00:00Z",
        "M/d/yyyy h:mm a | 5/3/2022 12:05 AM | 2022-05-03T00:05:00Z",
        "M/d/yyyy h:mm a | 5/3/2022 12:05 pm | 2022-05-03T12:05:00Z",
        "M/d/yyyy hh:mma | 5/3/2022 11:05PM | 2022-05-03T23:05:00Z",
        "yyyy-MM-dd HH | 2022-05-03 09 | 2022-05-03T09:00:00Z",
        "yyyy-MM-dd HH:mm:ss.SSSSSS | 2022-05-03 10:11:12.345678 | 2022-05-03T10:11:12.345678Z",
        "yyyy-MM-dd HH:mm:ss.SSSSSSSSS | 2022-05-03 10:11:12.345678999 | 2022-05-03T10:11:12.345678Z",
        "(yyyy)[MM]{dd} | (2022)[05]{03} | 2022-05-03T00:00:00Z",
        "yyyy.MM.dd 'o''clock' H | 2022.05.03 o'clock 9 | 2022-05-03T09:00:00Z",
        "dd''MM\\yyyy | 03'05\\2022 | 2022-05-03T00:00:00Z",
        "uuuu-LL-dd | 0001-01-01 | 0001-01-01T00:00:00Z",
        "yyyy年MM月dd日 | 2022年05月03日 | 2022-05-03T00:00:00Z",
        "yyyy-MM-dd | 9999-12-31 | 9999-12-31T00:00:00Z",
        "yyyy-MM-dd | 2024-02-29 | 2024-02-29T00:00:00Z",
      })
  void readsWhatFitsThePattern(String pattern, String text, String expected) {
    String quoted = pattern.replace("年", "'年'").replace("月", "'月'").replace("日", "'日'");
    assertThat(parsed(quoted, text)).isEqualTo("1 " + expected);
    assertThat(parsed(quoted, "  " + text + " ")).isEqualTo("1 " + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "yyyy-MM-dd | 2022-02-31",
        "yyyy-MM-dd | 2023-02-29",
        "yyyy-MM-dd | 2022-13-01",
        "yyyy-MM-dd | 2022-00-01",
        "yyyy-MM-dd | 2022-1-01",
        "yyyy-MM-dd | 0000-01-01",
        "yyyy-MM-dd | 02022-01-01",
        "yyyy-MM-dd | 2022-01-01x",
        "yyyy-MM-dd | x2022-01-01",
        "yyyy-MM-dd | 2022-01-01 10:00",
        "yyyy-MM-dd | 2022/01/01",
        "yyyy-MM-dd | ''",
        "yyyy-MM-dd | today",
        "yyyy-MM-dd | 12:00:00",
        "d.M.yyyy | 2022-01-01",
        "yyyy.MM.dd | 2022x01x01",
        "yyyy-MM-dd HH:mm | 2022-01-01 24:00",
        "yyyy-MM-dd HH:mm | 2022-01-01 10:60",
        "yyyy-MM-dd HH:mm:ss | 2022-01-01 10:00:60",
        "M/d/yyyy h:mm a | 5/3/2022 13:05 PM",
        "M/d/yyyy h:mm a | 5/3/2022 0:05 PM",
        "M/d/yyyy h:mm a | nothing",
        "d MMM yy | nothing",
        "d MMM yyyy | 3 Foo 2022",
        "d MMM yyyy | 30 Feb 2022",
        "yyyy-MM-dd'T'HH | 2022-01-01t10",
      })
  void rejectsWhatDoesNotFitThePatternAsAWhole(String pattern, String text) {
    assertThat(parsed(pattern, text)).isEqualTo("rejected");
  }

  @Test
  void aLineBreakAtTheEndIsNoBlank() {
    assertThat(parsed("yyyy-MM-dd", "2022-01-01\n")).isEqualTo("rejected");
    assertThat(parsed("yyyy-MM-dd", "2022-01-01\r")).isEqualTo("rejected");
    assertThat(parsed("yyyy-MM-dd", "a\n2022-01-01")).isEqualTo("rejected");
  }

  private static String parsed(String pattern, String text) {
    Dataset<Row> rows =
        TestSpark.session()
            .createDataset(List.of(text), Encoders.STRING())
            .selectExpr("1 AS id", "value AS t");
    RecordingTally tally = RecordingTally.asked();
    List<String> result = instants(ConformTime.of("t", List.of(pattern)).apply(rows, tally), "t");
    if (result.isEmpty()) {
      assertThat(tally.rejected).isEqualTo(Map.of("conform_time: t: fits no pattern", 1L));
      return "rejected";
    }
    return result.get(0);
  }

  @Test
  void takesTheFirstPatternThatFits() {
    Dataset<Row> rows = Rows.sql("SELECT 1 AS id, '01/02/2022' AS t");

    assertThat(instants(ConformTime.of("t", List.of("dd/MM/yyyy", "MM/dd/yyyy")).apply(rows), "t"))
        .containsExactly("1 2022-02-01T00:00:00Z");
    assertThat(instants(ConformTime.of("t", List.of("MM/dd/yyyy", "dd/MM/yyyy")).apply(rows), "t"))
        .containsExactly("1 2022-01-02T00:00:00Z");
  }

  /** In Beirut, 27 March 2022 began at one o'clock. */
  @Test
  void aDayThatBeginsInAGapBeginsBehindIt() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT 1 AS id, '2022-03-27' AS t UNION ALL SELECT 2, '2022-03-27 00:00'"
                + " UNION ALL SELECT 3, '2022-03-27 12:00'");
    ConformTime both = ConformTime.of("t", List.of(PATTERN, "yyyy-MM-dd")).withZone("Asia/Beirut");
    RecordingTally tally = RecordingTally.asked();

    assertThat(instants(both.apply(rows, tally), "t"))
        .containsExactly("1 2022-03-26T22:00:00Z", "3 2022-03-27T09:00:00Z");
    assertThat(tally.rejected).isEqualTo(Map.of("conform_time: t: does not exist in its zone", 1L));
    assertThat(
            instants(
                ConformTime.of("t", List.of("yyyy-MM-dd"))
                    .withZone("Asia/Beirut")
                    .apply(rows.filter("id = 1")),
                "t"))
        .containsExactly("1 2022-03-26T22:00:00Z");
  }

  @Test
  void takesDatesAndTimestampsWithoutAZone() {
    Dataset<Row> rows =
        Rows.sql(
            "SELECT 1 AS id, DATE'2022-03-27' AS d, TIMESTAMP_NTZ'2022-03-27 00:30:00' AS n,"
                + " named_struct('d', DATE'2022-07-01') AS s");
    ConformTime none = ConformTime.of("d", List.of()).withZone("Asia/Beirut");

    assertThat(instants(none.apply(rows), "d")).containsExactly("1 2022-03-26T22:00:00Z");
    assertThat(instants(ConformTime.of("n", List.of()).withZone("Europe/Paris").apply(rows), "n"))
        .containsExactly("1 2022-03-26T23:30:00Z");
    assertThat(ConformTime.of("n", List.of()).withZone("Asia/Beirut").apply(rows).isEmpty())
        .isTrue();
    assertThat(
            instants(ConformTime.of("s.d", List.of()).withZone("Europe/Paris").apply(rows), "s.d"))
        .containsExactly("1 2022-06-30T22:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "UTC, false, EXCEPTION",
    "America/Los_Angeles, true, CORRECTED",
    "Asia/Kolkata, false, LEGACY",
    "Europe/Paris, true, LEGACY"
  })
  void noSettingOfTheSessionChangesAResult(String zone, String ansi, String policy) {
    Rows.with(
        "spark.sql.session.timeZone",
        zone,
        () ->
            Rows.with(
                "spark.sql.ansi.enabled",
                ansi,
                () ->
                    Rows.with(
                        "spark.sql.legacy.timeParserPolicy",
                        policy,
                        () -> {
                          readsLocalTimesByTheZonesOfTheirRows();
                          decidesAsToldWhatDoesNotExistAndWhatComesTwice();
                          assertThat(parsed("d MMM yy h:mm a", "3 May 22 1:05 PM"))
                              .isEqualTo("1 2022-05-03T13:05:00Z");
                          assertThat(parsed("d MMM yy h:mm a", "x")).isEqualTo("rejected");
                          takesDatesAndTimestampsWithoutAZone();
                          return null;
                        })));
  }

  @ParameterizedTest
  @EnumSource(Overlap.class)
  void agreesWithJavaAroundEveryChangeOfEveryClock(Overlap overlap) {
    List<String> inputs = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (String id : ZoneId.getAvailableZoneIds()) {
      for (ZoneOffsetTransition change : ZoneId.of(id).getRules().getTransitions()) {
        if (change.getDateTimeBefore().getYear() % 8 == 4) {
          for (int seconds : new int[] {-1, 0, 600}) {
            LocalDateTime local = change.getDateTimeAfter().plusSeconds(seconds);
            LocalDateTime before = change.getDateTimeBefore().plusSeconds(seconds);
            for (LocalDateTime time : List.of(local, before)) {
              inputs.add(time.toString().replace('T', ' ') + "|" + id);
              expected.add(java(time, ZoneId.of(id), overlap));
            }
          }
        }
      }
    }
    Dataset<Row> rows =
        TestSpark.session()
            .createDataset(inputs, Encoders.STRING())
            .selectExpr(
                "value AS id",
                "CAST(split(value, '[|]')[0] AS TIMESTAMP_NTZ) AS t",
                "split(value, '[|]')[1] AS z");
    List<String> actual =
        ConformTime.of("t", List.of())
            .withZoneColumn("z")
            .withOverlap(overlap)
            .apply(rows)
            .selectExpr("concat(id, '=', unix_seconds(t))")
            .as(Encoders.STRING())
            .collectAsList();
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      if (!expected.get(i).isEmpty()) {
        wanted.add(inputs.get(i) + "=" + expected.get(i));
      }
    }
    assertThat(wanted).hasSizeGreaterThan(5_000);
    assertThat(actual).isEqualTo(wanted);
  }

  private static String java(LocalDateTime time, ZoneId zone, Overlap overlap) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
    if (offsets.isEmpty() || (offsets.size() > 1 && overlap == Overlap.REJECT)) {
      return "";
    }
    ZoneOffset offset = offsets.get(overlap == Overlap.LATER ? offsets.size() - 1 : 0);
    return String.valueOf(time.toEpochSecond(offset));
  }

  @Test
  void isNarrow() {
    assertThat(Rows.physical(conform().apply(courses().repartition(2))))
        .satisfies(plan -> assertThat(Rows.occurrences(plan, "Exchange")).isEqualTo(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "yyyy-MM | it has no day",
        "HH:mm | it has no year",
        "yyyy-MM-dd mm | it has no hour",
        "yyyy-MM-dd HH:ss | it has no minute",
        "yyyy-MM-dd HH:mm S | it has no second",
        "yyyy-MM-dd hh:mm | h and a go together",
        "yyyy-MM-dd HH:mm a | h and a go together",
        "yyyy-MM-dd a | it has no hour",
        "yyyy-MM-dd yyyy | it has the year twice",
        "yyyyMd | nothing tells where the figures before d end",
        "yyyy-MM-dd'T | a quote is not closed",
        "yyy-MM-dd | a year is yyyy or yy",
        "yyyy-MM-ddd | the letters ddd mean nothing here",
        "yyyy-MM-dd q | the letters q mean nothing here",
        "yyyy-MM-dd HH:mm:ss SSSSSSSSSS | at most 9 figures",
        "yyyy-MM-dd HH:mm XXX | holds a zone",
      })
  void refusesPatternsThatSayTooLittleOrTooMuch(String pattern, String message) {
    assertRefused(ConformTime.of("local", List.of(pattern)), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Europe/Pari", "CET+", ""})
  void refusesZonesThatAreNone(String zone) {
    assertRefused(conform().withZone(zone), "there is no such zone");
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertRefused(ConformTime.of("local", List.of()), "texts need patterns");
    assertRefused(ConformTime.of("id", List.of(PATTERN)), "it is an int, not a local time");
    assertRefused(ConformTime.of("locl", List.of(PATTERN)), "Did you mean local?");
    assertRefused(conform().withZoneColumn("id"), "it is an int, not a string");
    assertRefused(conform().withZoneColumn("zon"), "Did you mean zone?");
    assertRefused(conform().withZone("Europe/Pari"), "Did you mean Europe/Paris?");
    assertRefused(conform().withInto("ID"), "that name is taken");
    assertRefused(conform().withInto("a.b"), "it lies inside a struct");
    assertRefused(conform().withInto("__sluice_x"), "reserved");
    assertThatThrownBy(
            () ->
                ConformTime.of("d", List.of(PATTERN))
                    .apply(Rows.sql("SELECT DATE'2022-01-01' AS d")))
        .hasMessageContaining("patterns are for texts");
  }

  private static void assertRefused(Transform transform, String message) {
    assertThatThrownBy(() -> transform.apply(courses()))
        .isInstanceOf(InvalidTransformException.class)
        .hasMessageContaining(message);
  }
}
