package io.sluice.jobs.source.records;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/** Objects with named fields. */
final class JsonObject extends JsonType {

  /**
   * A field of an object.
   *
   * @param slot where its value goes, or a negative number where nobody wants it
   */
  record Field(String name, JsonType type, int slot) {}

  private final JsonKeys keys;
  private final int width;
  private final JsonKeys.Key none = new JsonKeys.Key(new byte[0], null);
  private long objects;

  JsonObject(String path, boolean required, List<Field> fields, int width) {
    super(path, "object", required);
    this.keys = new JsonKeys(fields);
    this.width = width;
  }

  @Override
  Object read(JsonScanner in, byte first) {
    if (first != '{') {
      return mismatch(in, first);
    }
    Object[] values = new Object[width];
    fill(in, values);
    return new GenericInternalRow(values);
  }

  /** Reads the object next to come, its opening brace included, into {@code values}. */
  void fill(JsonScanner in, Object[] values) {
    in.open(true);
    long object = ++objects;
    KeyTable others = null;
    JsonKeys.Key before = none;
    byte b = in.token();
    while (b != '}') {
      if (b != '"') {
        throw in.unexpected(b);
      }
      JsonKeys.Key key = before.next;
      if (key == null || !key.accept(in)) {
        in.string();
        key = keys.find(in.text, in.textFrom, in.textTo);
        if (key == null) {
          others = others == null ? in.keys() : others;
          if (!others.add(in.text, in.textFrom, in.textTo)) {
            in.duplicate();
          }
        } else {
          before.next = key;
        }
      }
      if (key != null) {
        if (key.seenIn == object) {
          in.text = key.text;
          in.textFrom = 0;
          in.textTo = key.text.length;
          in.duplicate();
        }
        key.seenIn = object;
        before = key;
      }
      in.colon();
      value(in, key == null ? null : key.field, values);
      b = in.token();
      if (b == ',') {
        in.at++;
        b = in.token();
        if (b == '}') {
          throw in.unexpected(b);
        }
      } else if (b != '}') {
        throw in.unexpected(b);
      }
    }
    in.close();
    for (JsonKeys.Key key : keys.required()) {
      if (key.seenIn != object) {
        key.field.type().missing(in);
      }
    }
  }

  private void value(JsonScanner in, Field field, Object[] values) {
    if (field == null) {
      in.skip();
      return;
    }
    Object value = field.type().read(in);
    if (field.slot() >= 0) {
      values[field.slot()] = value;
    }
  }
}
