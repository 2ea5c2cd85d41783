package io.sluice.bench;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Requests to a web server as JSON lines. One line of each fifty is broken, in four ways by turns:
 * cut off, a value of the wrong type, no JSON at all, and bytes that are no UTF-8.
 */
final class WebLogsData {
  private static final int ROWS = 500;
  private static final int BLOCK = 50;
  private static final Instant START = Instant.parse("2022-06-27T06:00:00Z");
  private static final int STEP_SECONDS = 487;
  private static final int SPAN_SECONDS = 4 * 86_400;
  private static final String[] PATHS = {
    "/", "/locks", "/locks/upper", "/ferries?day=sat", "/tides.json", "/notes/42", "/map/tiles/7/3"
  };
  private static final String[] AGENTS = {
    "Mozilla/5.0 (X11; Linux x86_64) Barge/4.2",
    "Mozilla/5.0 (Phone; rv:101.0) Heron/101.0",
    "tide-poller/1.8 (+https://tides.example/about)",
    "Café Kiosk/2.0",
    "curl/7.83.1"
  };
  private static final int[] CODES = {200, 200, 200, 200, 200, 304, 301, 404, 404, 500, 503};

  private WebLogsData() {}

  static DataSet of() {
    return RecordData.of("web_logs", ".json", ROWS, WebLogsData::line);
  }

  private static byte[] line(long seed, long row) {
    Dice dice = Dice.of(seed, row);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ip", Net.address(dice));
    fields.put("timestamp", START.plusSeconds(row * STEP_SECONDS % SPAN_SECONDS).toString());
    fields.put("request", (dice.oneIn(12) ? "POST " : "GET ") + dice.pick(PATHS) + " HTTP/1.1");
    fields.put("response_code", CODES[dice.below(CODES.length)]);
    fields.put("user_agent", dice.pick(AGENTS));
    long block = (row - 1) / BLOCK;
    boolean broken = (row - 1) % BLOCK == Dice.of(seed, -1 - block).below(BLOCK);
    return broken ? broken((int) (block % 4), dice, fields) : Json.line(fields);
  }

  private static byte[] broken(int way, Dice dice, Map<String, Object> fields) {
    switch (way) {
      case 0 -> {
        byte[] whole = Json.line(fields);
        byte[] part = Arrays.copyOf(whole, dice.between(20, 90));
        part[part.length - 1] = '\n';
        return part;
      }
      case 1 -> {
        fields.put("response_code", dice.oneIn(2) ? "OK" : "not found");
        return Json.line(fields);
      }
      case 2 -> {
        return bytes(
            String.format(
                Locale.ROOT,
                "%s - - [%s] \"%s\" %s\n",
                fields.get("ip"),
                fields.get("timestamp"),
                fields.get("request"),
                fields.get("response_code")),
            StandardCharsets.UTF_8);
      }
      default -> {
        fields.put("user_agent", "Café Kiosk/1.9 (bâbord)");
        return bytes(
            new String(Json.line(fields), StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      }
    }
  }

  private static byte[] bytes(String text, Charset charset) {
    return text.getBytes(charset);
  }
}
