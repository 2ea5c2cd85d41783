package io.sluice.jobs.source.records;

import org.apache.spark.unsafe.types.UTF8String;

/** JSON values that are one value for Spark too. */
final class JsonScalars {

  private JsonScalars() {}

  /** Strings as they are; of anything else, its text. */
  static final class Text extends JsonType {
    Text(String path, boolean required) {
      super(path, "string", required);
    }

    @Override
    Object read(JsonScanner in, byte first) {
      if (first == '"') {
        in.string();
        return UTF8String.fromBytes(in.text, in.textFrom, in.textTo - in.textFrom);
      }
      int from = in.at;
      in.skip();
      return UTF8String.fromBytes(in.bytes, from, in.at - from);
    }
  }

  /** A string or anything else of which nobody wants the text. */
  static final class Unread extends JsonType {
    Unread(String path, boolean required) {
      super(path, "string", required);
    }

    @Override
    Object read(JsonScanner in, byte first) {
      in.skip();
      return null;
    }
  }

  /** Numbers without point and exponent. */
  static final class Integral extends JsonType {
    private final long least;
    private final long most;
    private final Class<?> box;

    Integral(String path, String expected, boolean required, long least, long most, Class<?> box) {
      super(path, expected, required);
      this.least = least;
      this.most = most;
      this.box = box;
    }

    @Override
    Object read(JsonScanner in, byte first) {
      if (!isNumber(first)) {
        return mismatch(in, first);
      }
      byte[] b = in.bytes;
      int from = first == '-' ? in.at + 1 : in.at;
      int p = from;
      long value = 0;
      while (p < in.end && b[p] >= '0' && b[p] <= '9') {
        value = value * 10 + (b[p] - '0');
        p++;
      }
      boolean plain =
          p < in.end && b[p] != '.' && (b[p] | 0x20) != 'e' && p - from <= 18 && p > from;
      if (!plain || (b[from] == '0' && p > from + 1)) {
        return unusual(in, first);
      }
      in.at = p;
      long signed = first == '-' ? -value : value;
      return signed < least || signed > most ? outOfRange(in) : TextValues.box(signed, box);
    }

    private Object unusual(JsonScanner in, byte first) {
      int from = in.at;
      if (!in.number(first)) {
        return wrong(in, "fraction");
      }
      Object read = TextValues.integer(in.bytes, from, in.at);
      if (!(read instanceof Long value)) {
        return checked(in, read, "number");
      }
      return value < least || value > most ? outOfRange(in) : TextValues.box(value, box);
    }
  }

  /** Numbers, and strings where the type has values that JSON has no numbers for. */
  static final class Numeral extends JsonType {
    private final TextValue value;
    private final boolean fromStrings;

    /**
     * @param fromStrings whether any number may be in a string; else only NaN and the infinities
     */
    Numeral(String path, String expected, boolean required, TextValue value, boolean fromStrings) {
      super(path, expected, required);
      this.value = value;
      this.fromStrings = fromStrings;
    }

    @Override
    Object read(JsonScanner in, byte first) {
      if (isNumber(first)) {
        int from = in.at;
        in.number(first);
        return checked(in, value.read(in.bytes, from, in.at), "number");
      }
      if (first != '"') {
        return mismatch(in, first);
      }
      in.string();
      boolean word = in.textFrom < in.textTo && in.text[in.textTo - 1] > '9';
      if (!fromStrings && !word) {
        return wrong(in, "string");
      }
      return checked(in, value.read(in.text, in.textFrom, in.textTo), "string");
    }
  }

  /** Strings that stand for something else: dates, times, binary. */
  static final class Written extends JsonType {
    private final TextValue value;

    Written(String path, String expected, boolean required, TextValue value) {
      super(path, expected, required);
      this.value = value;
    }

    @Override
    Object read(JsonScanner in, byte first) {
      if (first != '"') {
        return mismatch(in, first);
      }
      in.string();
      return checked(in, value.read(in.text, in.textFrom, in.textTo), "other text");
    }
  }

  /** The two literals. */
  static final class Truth extends JsonType {
    Truth(String path, boolean required) {
      super(path, "boolean", required);
    }

    @Override
    Object read(JsonScanner in, byte first) {
      if (first != 't' && first != 'f') {
        return mismatch(in, first);
      }
      in.scalar(first);
      return first == 't';
    }
  }
}
