package io.sluice.jobs.source.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/** Reads bytes without Spark, through windows as small as a test likes. */
final class Pieces {

  /** What came of a record: its values with bars between, or null for a reject; and its bytes. */
  static final class Piece {
    private final String value;
    private final List<String> reasons;
    private final byte[] raw;

    Piece(String value, List<String> reasons, byte[] raw) {
      this.value = value;
      this.reasons = reasons;
      this.raw = raw;
    }

    String value() {
      return value;
    }

    List<String> reasons() {
      return reasons;
    }

    byte[] raw() {
      return raw;
    }
  }

  private final StructType schema;
  private final int window;
  private final int chunk;

  Pieces(String ddl, int window, int chunk) {
    this.schema = StructType.fromDDL(ddl);
    this.window = window;
    this.chunk = chunk;
  }

  List<Piece> array(byte[] bytes, int longest) {
    return json(bytes, true, longest);
  }

  List<Piece> concatenated(byte[] bytes, int longest) {
    return json(bytes, false, longest);
  }

  private List<Piece> json(byte[] bytes, boolean array, int longest) {
    RecordRow row = row();
    return all(row, () -> new JsonRecords(feed(bytes, 0), array, longest, parser(row), row));
  }

  /** Reads lines in parts that begin at each of {@code starts}. */
  List<Piece> lines(byte[] bytes, List<Integer> starts, int longest) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      int start = starts.get(i);
      long end = i + 1 < starts.size() ? starts.get(i + 1) : Long.MAX_VALUE;
      RecordRow row = row();
      pieces.addAll(
          all(
              row,
              () ->
                  new LineRecords(
                      feed(bytes, Math.max(0, start - 1)),
                      start,
                      end,
                      longest,
                      parser(row),
                      row,
                      false)));
    }
    return pieces;
  }

  List<Piece> csv(byte[] bytes, Map<String, String> options, int longest) {
    RecordRow row = row();
    CsvFormat format = CsvFormat.of(new RecordOptions(options));
    CsvColumns columns =
        new CsvColumns(format, schema, row.slots(), Set.of(), new RecordOptions(Map.of()).times());
    return all(
        row,
        () -> new CsvRecords(feed(bytes, 0), format, columns, RecordSlice.WHOLE, longest, row));
  }

  ByteFeed feed(byte[] bytes, int from) {
    InputStream in =
        new ByteArrayInputStream(bytes, from, bytes.length - from) {
          @Override
          public int read(byte[] b, int off, int len) {
            return super.read(b, off, Math.min(len, chunk));
          }
        };
    return new ByteFeed(in, from, window);
  }

  private RecordRow row() {
    RecordInput input =
        new RecordInput(
            RecordKind.JSON,
            Map.of(),
            schema,
            Set.of(),
            List.of(RecordColumns.REASONS, RecordColumns.RAW),
            List.of());
    RecordRow row =
        new RecordRow(
            input, List.of(input.output().fieldNames()), new RecordOptions(Map.of()).times());
    row.enter(new RecordFile("file:/x", 1, Map.of(), List.of()));
    return row;
  }

  private JsonParser parser(RecordRow row) {
    return new JsonParser(
        new JsonTypes(new RecordOptions(Map.of()).times()).record(schema, row.slots(), Set.of()),
        row);
  }

  private interface Opening {
    Records open() throws IOException;
  }

  private List<Piece> all(RecordRow row, Opening opening) {
    List<Piece> pieces = new ArrayList<>();
    try (Records records = opening.open()) {
      while (records.next()) {
        assertThat(pieces.size()).as("endless").isLessThan(10_000);
        int width = schema.size();
        byte[] raw = row.row().getBinary(width + 1);
        if (row.row().isNullAt(width)) {
          List<String> values = new ArrayList<>();
          for (int i = 0; i < width; i++) {
            values.add(String.valueOf(row.row().get(i, schema.apply(i).dataType())));
          }
          pieces.add(new Piece(String.join("|", values), List.of(), raw));
        } else {
          List<String> reasons = new ArrayList<>();
          for (Object reason : row.row().getArray(width).array()) {
            reasons.add(reason.toString());
          }
          pieces.add(new Piece(null, reasons, raw));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pieces;
  }
}
