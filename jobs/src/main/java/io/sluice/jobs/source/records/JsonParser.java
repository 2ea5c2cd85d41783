package io.sluice.jobs.source.records;

import java.util.List;

/** JSON objects to rows. */
final class JsonParser implements RecordParser {

  private final JsonScanner in = new JsonScanner();
  private final JsonObject type;
  private final RecordRow row;

  JsonParser(JsonObject type, RecordRow row) {
    this.type = type;
    this.row = row;
  }

  @Override
  public void parse(byte[] bytes, int from, int to) {
    in.start(bytes, from, to);
    try {
      value();
      if (!in.atEnd()) {
        byte next = bytes[in.at];
        in.flaw(
            next == '{'
                ? "more than one record in a line"
                : "not JSON: unexpected " + Printed.of(next) + " at byte " + in.offset(in.at));
      }
    } catch (MalformedJsonException e) {
      in.flaw(e.getMessage());
    }
    row.end(in.flaws, bytes, from, to);
  }

  private void value() {
    Object[] values = row.blank();
    if (in.token() == '{') {
      type.fill(in, values);
    } else {
      in.skip();
      in.flaw("not an object");
    }
  }

  /**
   * Reads the value that begins at {@code from}, whatever follows it, without ending the row.
   * Returns the index after it.
   *
   * @throws MalformedJsonException if it is none; {@link MalformedJsonException#isCutOff} if it
   *     does not end before {@code to}
   */
  int readValue(byte[] bytes, int from, int to) {
    in.start(bytes, from, to);
    value();
    return in.at;
  }

  /** Ends the row of the value read last. */
  void end(byte[] bytes, int from, int to) {
    row.end(in.flaws, bytes, from, to);
  }

  /** Returns what is wrong with the value read last, and {@code reason}. */
  List<String> flawsAnd(String reason) {
    in.flaw(reason);
    return List.copyOf(in.flaws);
  }
}
