package io.sluice.bench;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;

/**
 * Requests to a content delivery network, a line each, in the manner of CloudFront: fields between
 * tabs, a hyphen for what is not known, the agent's name percent-encoded.
 */
final class AccessLogsData {
  private static final int ROWS = 200;
  private static final LocalDateTime START = LocalDateTime.of(2022, 6, 28, 0, 0);
  private static final int STEP_SECONDS = 431;
  private static final int SPAN_SECONDS = 7 * 86_400;
  private static final String[] EDGES = {"LHR62-C3", "FRA56-P4", "DUB2-C1", "WAW50-P1", "CDG55-P2"};
  private static final String[] FILES = {
    "/img/heron.webp", "/css/site.css", "/js/tides.js", "/index.html", "/charts/upper-lock.pdf"
  };
  private static final String[] REFERRERS = {
    "-", "https://canals.example/", "https://canals.example/ferries", "https://search.example/q"
  };
  private static final String[] AGENTS = {
    "Mozilla/5.0%20(X11;%20Linux%20x86_64)%20Barge/4.2", "Heron/101.0%20(Phone)", "curl/7.83.1", "-"
  };
  private static final String[] QUERIES = {"-", "-", "-", "v=3", "size=large&page=2"};
  private static final String[] RESULTS = {"Hit", "Hit", "Hit", "RefreshHit", "Miss", "Error"};

  private AccessLogsData() {}

  static DataSet of() {
    return RecordData.of("access_logs", ".log", ROWS, AccessLogsData::line);
  }

  private static byte[] line(long seed, long row) {
    Dice dice = Dice.of(seed, row);
    LocalDateTime time = START.plusSeconds(row * STEP_SECONDS % SPAN_SECONDS);
    String result = dice.pick(RESULTS);
    int status = result.equals("Error") ? (dice.oneIn(2) ? 404 : 502) : dice.oneIn(9) ? 304 : 200;
    String line =
        String.join(
            "\t",
            time.toLocalDate().toString(),
            String.join(
                ":",
                Digits.padded(time.getHour(), 2),
                Digits.padded(time.getMinute(), 2),
                Digits.padded(time.getSecond(), 2)),
            dice.pick(EDGES),
            Integer.toString(dice.between(180, 90_000)),
            Net.address(dice),
            dice.oneIn(20) ? "HEAD" : "GET",
            "d1example" + dice.between(1, 3) + ".cdn.example",
            dice.pick(FILES),
            Integer.toString(status),
            dice.pick(REFERRERS),
            dice.pick(AGENTS),
            dice.pick(QUERIES),
            result,
            "0." + Digits.padded(dice.between(1, 999), 3));
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
