package io.sluice.jobs.source.records;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The keys that objects at one place of a schema have been seen with.
 *
 * <p>Objects of one kind mostly have their keys in one order, so each key remembers which came
 * after it, and the next object's keys are compared with the guess before they are looked up.
 */
final class JsonKeys {

  /**
   * Keys beyond the schema's that are remembered; data that uses keys as values has no end of them.
   */
  private static final int MOST_UNKNOWN = 1_000;

  /** A key, and the field that it stands for. */
  static final class Key {
    final byte[] text;
    private final byte[] quoted;
    final JsonObject.Field field;
    Key next;

    /** The object in which the key was seen last. */
    long seenIn;

    Key(byte[] text, JsonObject.Field field) {
      this.text = text;
      this.field = field;
      this.quoted = isPlain(text) ? new byte[text.length + 2] : new byte[0];
      if (quoted.length > 0) {
        quoted[0] = '"';
        System.arraycopy(text, 0, quoted, 1, text.length);
        quoted[text.length + 1] = '"';
      }
    }

    private static boolean isPlain(byte[] text) {
      for (byte b : text) {
        if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
          return false;
        }
      }
      return Utf8.firstInvalid(text, 0, text.length) < 0;
    }

    /** Passes this key if it is next, written without escapes, and returns whether it was. */
    boolean accept(JsonScanner in) {
      int to = in.at + quoted.length;
      if (to > in.end
          || quoted.length == 0
          || !Arrays.equals(in.bytes, in.at, to, quoted, 0, quoted.length)) {
        return false;
      }
      in.at = to;
      return true;
    }
  }

  private final List<List<Key>> buckets = new ArrayList<>();
  private final List<Key> required = new ArrayList<>();
  private int unknown;

  JsonKeys(List<JsonObject.Field> fields) {
    for (int i = 0; i < Integer.highestOneBit(fields.size() + MOST_UNKNOWN) * 2; i++) {
      buckets.add(List.of());
    }
    for (JsonObject.Field field : fields) {
      Key key = new Key(field.name().getBytes(StandardCharsets.UTF_8), field);
      add(key);
      if (field.type().required()) {
        required.add(key);
      }
    }
  }

  /** Returns the keys without which an object is not complete. */
  List<Key> required() {
    return required;
  }

  /** Returns the key with this text, remembering it if it is new; null where there are too many. */
  Key find(byte[] text, int from, int to) {
    for (Key key : bucket(text, from, to)) {
      if (Arrays.equals(key.text, 0, key.text.length, text, from, to)) {
        return key;
      }
    }
    if (unknown >= MOST_UNKNOWN) {
      return null;
    }
    unknown++;
    Key key = new Key(Arrays.copyOfRange(text, from, to), null);
    add(key);
    return key;
  }

  private void add(Key key) {
    int slot = slot(key.text, 0, key.text.length);
    List<Key> longer = new ArrayList<>(buckets.get(slot));
    longer.add(key);
    buckets.set(slot, longer);
  }

  private List<Key> bucket(byte[] text, int from, int to) {
    return buckets.get(slot(text, from, to));
  }

  private int slot(byte[] text, int from, int to) {
    return (int) (Bytes.hash(text, from, to) >>> 32) & (buckets.size() - 1);
  }
}
