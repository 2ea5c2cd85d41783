package io.sluice.jobs.source.records;

/** Reads a JSON value as one Spark type. */
abstract class JsonType {

  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  /** Where the value stands, as reasons name it: {@code items[].price}. */
  final String path;

  private final String expected;
  private final boolean required;

  JsonType(String path, String expected, boolean required) {
    this.path = path;
    this.expected = expected;
    this.required = required;
  }

  boolean required() {
    return required;
  }

  /** Reads the value next to come, which may be null. */
  final Object read(JsonScanner in) {
    byte first = in.token();
    if (first == 'n') {
      in.literal(NULL);
      if (required) {
        missing(in);
      }
      return null;
    }
    return read(in, first);
  }

  final void missing(JsonScanner in) {
    in.flaw("required: " + path);
  }

  /**
   * Reads a value that is not null and begins with {@code first}, to its end. Returns null where it
   * is not of the type, having said so.
   */
  abstract Object read(JsonScanner in, byte first);

  /** Passes a value of another type. */
  final Object mismatch(JsonScanner in, byte first) {
    in.skip();
    return wrong(in, kind(first));
  }

  final Object wrong(JsonScanner in, String found) {
    in.flaw("wrong type: " + path + ": expected " + expected + ", found " + found);
    return null;
  }

  final Object outOfRange(JsonScanner in) {
    in.flaw("out of range: " + path + ": does not fit " + expected);
    return null;
  }

  /** Returns {@code value}, or null after saying why it is none. */
  final Object checked(JsonScanner in, Object value, String found) {
    if (value == TextValue.WRONG) {
      return wrong(in, found);
    }
    return value == TextValue.OUT_OF_RANGE ? outOfRange(in) : value;
  }

  static boolean isNumber(byte first) {
    return first == '-' || (first >= '0' && first <= '9');
  }

  private static String kind(byte first) {
    return switch (first) {
      case '"' -> "string";
      case '{' -> "object";
      case '[' -> "array";
      case 't', 'f' -> "boolean";
      default -> "number";
    };
  }
}
