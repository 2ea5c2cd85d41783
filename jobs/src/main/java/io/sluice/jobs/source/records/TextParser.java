package io.sluice.jobs.source.records;

import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/** Lines as the values of one column. */
final class TextParser implements RecordParser {

  private final RecordRow row;
  private final int slot;

  /**
   * @param slot where the value goes, or a negative number
   */
  TextParser(RecordRow row, int slot) {
    this.row = row;
    this.slot = slot;
  }

  @Override
  public void parse(byte[] bytes, int from, int to) {
    Object[] values = row.blank();
    int invalid = Utf8.firstInvalid(bytes, from, to);
    if (invalid < 0 && slot >= 0) {
      values[slot] = UTF8String.fromBytes(bytes, from, to - from);
    }
    row.end(
        invalid < 0 ? List.of() : List.of("invalid UTF-8 at byte " + (invalid - from + 1)),
        bytes,
        from,
        to);
  }
}
