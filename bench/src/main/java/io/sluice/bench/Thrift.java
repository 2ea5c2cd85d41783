package io.sluice.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Writes a structure in Thrift's compact protocol, as far as Parquet's footers need it. */
final class Thrift {
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int STRUCT = 12;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Deque<Integer> outer = new ArrayDeque<>();
  private int last;

  /** Returns the bytes of a structure. */
  static byte[] struct(Consumer<Thrift> fields) {
    Thrift thrift = new Thrift();
    thrift.element(fields);
    return thrift.out.toByteArray();
  }

  void i32(int field, int value) {
    header(field, I32);
    zigzag(value);
  }

  void i64(int field, long value) {
    header(field, I64);
    zigzag(value);
  }

  void string(int field, String value) {
    header(field, BINARY);
    string(value);
  }

  void struct(int field, Consumer<Thrift> fields) {
    header(field, STRUCT);
    element(fields);
  }

  <T> void structs(int field, List<T> values, Writer<T> writer) {
    list(field, STRUCT, values.size());
    values.forEach(value -> element(thrift -> writer.write(thrift, value)));
  }

  void i32s(int field, int... values) {
    list(field, I32, values.length);
    for (int value : values) {
      zigzag(value);
    }
  }

  void strings(int field, String... values) {
    list(field, BINARY, values.length);
    for (String value : values) {
      string(value);
    }
  }

  /** Writes the fields of one of many structures. */
  interface Writer<T> {
    void write(Thrift thrift, T value);
  }

  private void element(Consumer<Thrift> fields) {
    outer.push(last);
    last = 0;
    fields.accept(this);
    out.write(0);
    last = outer.pop();
  }

  private void header(int field, int type) {
    out.write(((field - last) << 4) | type);
    last = field;
  }

  private void list(int field, int type, int size) {
    header(field, LIST);
    if (size < 15) {
      out.write((size << 4) | type);
    } else {
      out.write(0xF0 | type);
      varint(size);
    }
  }

  private void string(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    varint(bytes.length);
    out.writeBytes(bytes);
  }

  private void zigzag(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
