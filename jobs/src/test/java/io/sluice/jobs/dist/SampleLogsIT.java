package io.sluice.jobs.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The logs of the sample lake: what came through, and what did not. */
class SampleLogsIT {
  private static final Path RAW = Project.root().resolve("sample-data/raw");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Duck duck;
  private static Books books;
  private static final List<List<String>> GOOD = new ArrayList<>();
  private static final List<byte[]> BROKEN = new ArrayList<>();

  @BeforeAll
  static void build() throws IOException {
    duck = SampleLake.built().duck();
    books = SampleLake.built().books();
    byte[] all = Files.readAllBytes(RAW.resolve("web_logs/web_logs.json"));
    int from = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == '\n') {
        sort(ByteBuffer.wrap(all, from, i - from));
        from = i + 1;
      }
    }
  }

  /** Tells a good line from a broken one without any of the code under test. */
  private static void sort(ByteBuffer line) {
    byte[] bytes = new byte[line.remaining()];
    line.duplicate().get(bytes);
    try {
      JsonNode log = JSON.readTree(StandardCharsets.UTF_8.newDecoder().decode(line).toString());
      if (log.isObject() && log.get("response_code").isInt()) {
        List<String> row = new ArrayList<>();
        log.elements().forEachRemaining(value -> row.add(value.asText()));
        row.add(row.get(1).substring(0, 10));
        GOOD.add(row);
        return;
      }
    } catch (IOException e) {
      // Not good: below.
    }
    BROKEN.add(bytes);
  }

  @Test
  void keepsTheGoodRequestsByTheirDay() {
    assertThat(duck.columns("cleaned.web_logs"))
        .containsExactly(
            "ip VARCHAR",
            "timestamp TIMESTAMP WITH TIME ZONE",
            "request VARCHAR",
            "response_code INTEGER",
            "user_agent VARCHAR",
            "date VARCHAR");
    assertThat(
            duck.rows(
                "SELECT ip, strftime(\"timestamp\" AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ'),"
                    + " request, response_code, user_agent, date"
                    + " FROM {cleaned.web_logs} ORDER BY \"timestamp\""))
        .hasSize(490)
        .isEqualTo(GOOD);
    assertThat(duck.rows("SELECT DISTINCT date FROM {cleaned.web_logs} ORDER BY date"))
        .extracting(row -> row.get(0))
        .containsExactly("2022-06-27", "2022-06-28", "2022-06-29", "2022-06-30");
  }

  @Test
  void quarantinesEveryBrokenRequestWithItsTextAndReasons() {
    List<List<String>> quarantined =
        duck.rows(
            "SELECT raw, array_to_string(reasons, ' | '), source_file"
                + " FROM {_sluice/quarantine/cleaned.web_logs}");

    assertThat(quarantined)
        .extracting(row -> row.get(0))
        .containsExactlyInAnyOrderElementsOf(
            BROKEN.stream().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).toList());
    assertThat(quarantined)
        .allSatisfy(row -> assertThat(row.get(2)).endsWith("raw/web_logs/web_logs.json"));
    assertThat(quarantined).allSatisfy(row -> assertThat(row.get(1)).startsWith(flaw(row.get(0))));
    assertThat(books.figures("cleaned.web_logs"))
        .isEqualTo("in 500 out 490 filtered 0 rejected 10 deduplicated 0");
  }

  /** Returns how the reason begins that a broken line must be given. */
  private static String flaw(String line) {
    if (line.contains("\uFFFD")) {
      return "invalid UTF-8 at byte ";
    }
    if (!line.startsWith("{")) {
      return "not ";
    }
    return line.endsWith("}") ? "wrong type: response_code: " : "cut off: ";
  }

  @Test
  void takesEveryAccessLogLineApart() {
    assertThat(duck.columns("cleaned.access_logs"))
        .containsExactly(
            "requested_at TIMESTAMP WITH TIME ZONE",
            "edge_location VARCHAR",
            "client_ip VARCHAR",
            "method VARCHAR",
            "host VARCHAR",
            "uri VARCHAR",
            "query VARCHAR",
            "status INTEGER",
            "bytes BIGINT",
            "seconds DECIMAL(9,3)",
            "referrer VARCHAR",
            "user_agent VARCHAR",
            "result VARCHAR");
    assertThat(duck.rows("SELECT * FROM {cleaned.access_logs} ORDER BY requested_at"))
        .hasSize(200)
        .isEqualTo(
            duck.rows(
                "SELECT (day || ' ' || clock || '+00')::TIMESTAMPTZ AS requested_at, edge, ip,"
                    + " method, host, uri, query, status::INTEGER, bytes::BIGINT,"
                    + " seconds::DECIMAL(9,3), referrer, url_decode(agent), result FROM "
                    + rawAccessLogs()
                    + " ORDER BY requested_at"));
  }

  private static String rawAccessLogs() {
    List<String> names =
        List.of(
            "day",
            "clock",
            "edge",
            "bytes",
            "ip",
            "method",
            "host",
            "uri",
            "status",
            "referrer",
            "agent",
            "query",
            "result",
            "seconds");
    return "read_csv([access_logs/access_logs.log], delim = '\t', quote = '', header = false,"
        + " nullstr = '-', columns = {"
        + String.join(", ", names.stream().map(name -> "'" + name + "': 'VARCHAR'").toList())
        + "})";
  }

  @Test
  void countsTheRequestsOfEachHour() {
    assertThat(
            duck.rows(
                "SELECT date, hour, requests, refused, bytes"
                    + " FROM {curated.hourly_requests} ORDER BY ALL"))
        .hasSize(24)
        .isEqualTo(
            duck.rows(
                "SELECT day, clock[1:2]::INTEGER, count(*), count_if(status::INTEGER >= 400),"
                    + " sum(bytes::BIGINT) FROM "
                    + rawAccessLogs()
                    + " GROUP BY ALL ORDER BY ALL"));
  }
}
