package io.sluice.jobs.source.records;

import java.util.ArrayList;
import java.util.List;

/**
 * A position in the bytes of a JSON text: knows the grammar (RFC 8259, strictly) and no types.
 *
 * <p>What leaves the structure in doubt is thrown; what does not (text that is not UTF-8, a key
 * that comes twice) is noted among the {@link #flaws}, and the scan goes on, so that the end of the
 * record is found and all that is wrong with it is told at once.
 */
final class JsonScanner {

  /** How deep objects and arrays may lie in one another. */
  static final int MAX_DEPTH = 1000;

  private static final int MAX_FLAWS = 20;
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  byte[] bytes;
  int at;
  int end;
  private int origin;

  /** What is wrong with the record so far. */
  final List<String> flaws = new ArrayList<>();

  /** The content of the string read last, its escapes resolved. */
  byte[] text;

  int textFrom;
  int textTo;

  private final JsonText decoder = new JsonText();
  private final List<KeyTable> tables = new ArrayList<>();
  private final boolean[] inObject = new boolean[MAX_DEPTH + 2];
  private int depth;

  /** Begins a record at {@code from}; nothing at or after {@code to} is looked at. */
  void start(byte[] source, int from, int to) {
    bytes = source;
    at = from;
    origin = from;
    end = to;
    depth = 0;
    decoder.clear();
    if (!flaws.isEmpty()) {
      flaws.clear();
    }
  }

  /** Notes something wrong with the record, once. */
  void flaw(String reason) {
    if (flaws.size() < MAX_FLAWS && !flaws.contains(reason)) {
      flaws.add(reason);
    }
  }

  /** Returns where {@code index} lies in the record, from 1. */
  int offset(int index) {
    return index - origin + 1;
  }

  /** Skips white space and returns the byte after it, without passing it. */
  byte token() {
    int p = at;
    while (p < end) {
      byte b = bytes[p];
      if (b > ' ' || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
        at = p;
        return b;
      }
      p++;
    }
    at = p;
    throw MalformedJsonException.end();
  }

  /** Skips white space and returns whether the text ends after it. */
  boolean atEnd() {
    int p = at;
    while (p < end
        && (bytes[p] == ' ' || bytes[p] == '\n' || bytes[p] == '\r' || bytes[p] == '\t')) {
      p++;
    }
    at = p;
    return p >= end;
  }

  MalformedJsonException unexpected(byte b) {
    return new MalformedJsonException(
        "not JSON: unexpected " + Printed.of(b) + " at byte " + offset(at));
  }

  /** Passes an opening bracket. */
  void open(boolean object) {
    if (depth >= MAX_DEPTH) {
      throw new MalformedJsonException("too deep: more than " + MAX_DEPTH + " levels");
    }
    depth++;
    inObject[depth] = object;
    at++;
  }

  /** Passes a closing bracket. */
  void close() {
    depth--;
    at++;
  }

  /** Returns the emptied table for the keys of the object just opened. */
  KeyTable keys() {
    while (tables.size() <= depth) {
      tables.add(new KeyTable());
    }
    KeyTable table = tables.get(depth);
    table.clear();
    return table;
  }

  /** Passes the colon after a key. */
  void colon() {
    byte b = at < end ? bytes[at] : token();
    if (b != ':') {
      b = token();
      if (b != ':') {
        throw unexpected(b);
      }
    }
    at++;
  }

  /** Passes a value of any kind, checking all of it. */
  void skip() {
    int floor = depth;
    while (true) {
      byte b = token();
      boolean into = false;
      if (b == '{') {
        open(true);
        keys();
        into = !closes('}');
        if (into) {
          key();
        }
      } else if (b == '[') {
        open(false);
        into = !closes(']');
      } else {
        scalar(b);
      }
      if (!into && !toNext(floor)) {
        return;
      }
    }
  }

  private boolean closes(char bracket) {
    if (token() == bracket) {
      close();
      return true;
    }
    return false;
  }

  /**
   * After a value: moves to the next one inside of {@code floor}, or returns that there is none.
   */
  private boolean toNext(int floor) {
    while (depth > floor) {
      byte b = token();
      if (b == ',') {
        at++;
        if (inObject[depth]) {
          key();
        }
        return true;
      }
      if (b != (inObject[depth] ? '}' : ']')) {
        throw unexpected(b);
      }
      close();
    }
    return false;
  }

  private void key() {
    byte b = token();
    if (b != '"') {
      throw unexpected(b);
    }
    string();
    if (!tables.get(depth).add(text, textFrom, textTo)) {
      duplicate();
    }
    colon();
  }

  /** Notes that the string read last is a key that came before. */
  void duplicate() {
    flaw("duplicate key: " + Printed.of(text, textFrom, textTo));
  }

  /** Passes a string, number or literal that begins with {@code b}. */
  void scalar(byte b) {
    switch (b) {
      case '"' -> string();
      case 't' -> literal(TRUE);
      case 'f' -> literal(FALSE);
      case 'n' -> literal(NULL);
      default -> number(b);
    }
  }

  void literal(byte[] word) {
    for (int i = 0; i < word.length; i++) {
      if (at + i >= end) {
        throw MalformedJsonException.end();
      }
      if (bytes[at + i] != word[i]) {
        at += i;
        throw unexpected(bytes[at]);
      }
    }
    at += word.length;
  }

  /** Passes a number and returns whether it is written without point and exponent. */
  boolean number(byte first) {
    int p = first == '-' ? at + 1 : at;
    int digits = p;
    p = digits(p);
    if (p == digits || (bytes[digits] == '0' && p > digits + 1)) {
      throw badNumber(p == digits ? p : digits + 1);
    }
    boolean integral = true;
    if (p < end && bytes[p] == '.') {
      integral = false;
      int from = p + 1;
      p = digits(from);
      if (p == from) {
        throw badNumber(p);
      }
    }
    if (p < end && (bytes[p] | 0x20) == 'e') {
      integral = false;
      int from = p + 1;
      if (from < end && (bytes[from] == '+' || bytes[from] == '-')) {
        from++;
      }
      p = digits(from);
      if (p == from) {
        throw badNumber(p);
      }
    }
    at = p;
    return integral;
  }

  private int digits(int from) {
    int p = from;
    while (p < end && bytes[p] >= '0' && bytes[p] <= '9') {
      p++;
    }
    return p;
  }

  private MalformedJsonException badNumber(int index) {
    if (index >= end) {
      return MalformedJsonException.end();
    }
    at = index;
    return unexpected(bytes[index]);
  }

  /** Passes a string; its content is then in {@link #text}. */
  void string() {
    byte[] b = bytes;
    int from = at + 1;
    int p = from;
    boolean escaped = false;
    while (true) {
      p = Bytes.endOfPlain(b, p, end);
      if (p >= end) {
        throw MalformedJsonException.end();
      }
      byte c = b[p];
      if (c == '"') {
        break;
      }
      if (c == '\\') {
        escaped = true;
        p = escape(p);
      } else if (c < 0) {
        p = wide(p);
      } else {
        if (c == '\n') {
          // The closing quote is missing: to read on would take the next records for text.
          at = p;
          throw new MalformedJsonException(
              "not JSON: a line ends inside a string at byte " + offset(p));
        }
        flaw("not JSON: control character " + Printed.of(c) + " in a string at byte " + offset(p));
        p++;
      }
    }
    at = p + 1;
    text = b;
    textFrom = from;
    textTo = p;
    if (escaped && flaws.isEmpty()) {
      text = decoder.decode(b, from, p);
      textFrom = decoder.from();
      textTo = decoder.to();
    }
  }

  private int wide(int p) {
    int length = Utf8.sequence(bytes, p, end);
    if (length == Utf8.MORE) {
      throw MalformedJsonException.end();
    }
    if (length == Utf8.INVALID) {
      flaw("invalid UTF-8 at byte " + offset(p));
      return p + 1;
    }
    return p + length;
  }

  private int escape(int p) {
    int after = JsonText.escapeEnd(bytes, p, end);
    if (after == JsonText.MORE) {
      throw MalformedJsonException.end();
    }
    if (after == JsonText.INVALID) {
      flaw("not JSON: not an escape at byte " + offset(p));
      // A quote after it may be escaped by it: it is passed like any character but a line end.
      return p + 1 < end && bytes[p + 1] > ' ' ? p + 2 : p + 1;
    }
    if (after == JsonText.UNPAIRED) {
      flaw("unpaired surrogate at byte " + offset(p));
      return p + 6;
    }
    return after;
  }
}
