package io.sluice.jobs.source.records;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** Arrays whose elements are of one type, and objects whose keys are values. */
final class JsonArray extends JsonType {

  private final JsonType element;

  JsonArray(String path, boolean required, JsonType element) {
    super(path, "array", required);
    this.element = element;
  }

  @Override
  Object read(JsonScanner in, byte first) {
    if (first != '[') {
      return mismatch(in, first);
    }
    in.open(false);
    List<Object> values = new ArrayList<>();
    byte b = in.token();
    while (b != ']') {
      values.add(element.read(in));
      b = in.token();
      if (b == ',') {
        in.at++;
        b = in.token();
        if (b == ']') {
          throw in.unexpected(b);
        }
      } else if (b != ']') {
        throw in.unexpected(b);
      }
    }
    in.close();
    return new GenericArrayData(values.toArray());
  }

  /** Objects of any keys. */
  static final class OfEntries extends JsonType {
    private final JsonType value;

    OfEntries(String path, boolean required, JsonType value) {
      super(path, "object", required);
      this.value = value;
    }

    @Override
    Object read(JsonScanner in, byte first) {
      if (first != '{') {
        return mismatch(in, first);
      }
      in.open(true);
      KeyTable seen = in.keys();
      List<Object> keys = new ArrayList<>();
      List<Object> values = new ArrayList<>();
      byte b = in.token();
      while (b != '}') {
        if (b != '"') {
          throw in.unexpected(b);
        }
        in.string();
        if (!seen.add(in.text, in.textFrom, in.textTo)) {
          in.duplicate();
        }
        keys.add(UTF8String.fromBytes(in.text, in.textFrom, in.textTo - in.textFrom));
        in.colon();
        values.add(value.read(in));
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
      return new ArrayBasedMapData(
          new GenericArrayData(keys.toArray()), new GenericArrayData(values.toArray()));
    }
  }
}
