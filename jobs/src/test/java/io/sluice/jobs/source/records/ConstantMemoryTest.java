package io.sluice.jobs.source.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

final class ConstantMemoryTest {

  private static final int RECORDS = 400_000;

  @Test
  void readsAnArrayOfAnyLengthThroughAWindowOfOneLength() throws IOException {
    assertThat(windowAfter("[", "{\"id\":%d,\"t\":\"" + "x".repeat(200) + "\"}", ",\n", true))
        .isLessThanOrEqualTo(1024 * 1024);
  }

  @Test
  void readsConcatenatedRecordsOfAnyNumberThroughAWindowOfOneLength() throws IOException {
    assertThat(windowAfter("", "{\n \"id\": %d\n}" + " ".repeat(200), "", false))
        .isLessThanOrEqualTo(1024 * 1024);
  }

  private static int windowAfter(String first, String record, String between, boolean array)
      throws IOException {
    RecordInput input =
        new RecordInput(
            RecordKind.JSON,
            Map.of(),
            StructType.fromDDL("id INT"),
            Set.of(),
            List.of(RecordColumns.REASONS),
            List.of());
    TimeFormats times = new RecordOptions(Map.of()).times();
    RecordRow row = new RecordRow(input, List.of("id", RecordColumns.REASONS), times);
    row.enter(new RecordFile("file:/x", 1, Map.of(), List.of()));
    JsonParser parser =
        new JsonParser(new JsonTypes(times).record(input.schema(), row.slots(), Set.of()), row);
    ByteFeed feed = new ByteFeed(new Endless(first, record, between), 0);
    int expected = 0;
    try (JsonRecords records = new JsonRecords(feed, array, 32 * 1024 * 1024, parser, row)) {
      while (expected < RECORDS && records.next()) {
        assertThat(row.row().getInt(0)).isEqualTo(expected++);
      }
    }
    assertThat(expected).isEqualTo(RECORDS);
    return feed.bytes.length;
  }

  /** One record after the other, without an end. */
  private static final class Endless extends InputStream {
    private final String record;
    private final String between;
    private byte[] current;
    private int at;
    private int next;

    Endless(String first, String record, String between) {
      this.record = record;
      this.between = between;
      this.current = first.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] b, int off, int len) {
      while (at == current.length) {
        String text = (next == 0 ? "" : between) + String.format(record, next++);
        current = text.getBytes(StandardCharsets.UTF_8);
        at = 0;
      }
      int n = Math.min(len, current.length - at);
      System.arraycopy(current, at, b, off, n);
      at += n;
      return n;
    }
  }
}
