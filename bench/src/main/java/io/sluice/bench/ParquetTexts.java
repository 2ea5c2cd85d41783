package io.sluice.bench;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a Parquet file whose columns are all texts, none of them null, plain and uncompressed: the
 * same bytes whatever libraries are there.
 */
final class ParquetTexts implements AutoCloseable {
  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
  private static final int GROUP_ROWS = 50_000;
  private static final int BYTE_ARRAY = 6;
  private static final int UTF8 = 0;
  private static final int OPTIONAL = 1;
  private static final int PLAIN = 0;
  private static final int RLE = 3;

  private final OutputStream target;
  private final List<String> names;
  private final List<ByteArrayOutputStream> values = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private long position;
  private int pending;

  private record Chunk(String name, long offset, int bytes) {}

  private record Group(List<Chunk> chunks, int rows) {

    long bytes() {
      return chunks.stream().mapToLong(Chunk::bytes).sum();
    }
  }

  ParquetTexts(Path file, List<String> names) throws IOException {
    this.target = new BufferedOutputStream(Files.newOutputStream(file));
    this.names = names;
    names.forEach(name -> values.add(new ByteArrayOutputStream()));
    write(MAGIC);
  }

  void row(List<String> row) throws IOException {
    for (int i = 0; i < names.size(); i++) {
      byte[] text = row.get(i).getBytes(StandardCharsets.UTF_8);
      values.get(i).writeBytes(number(text.length));
      values.get(i).writeBytes(text);
    }
    pending++;
    if (pending == GROUP_ROWS) {
      endGroup();
    }
  }

  @Override
  public void close() throws IOException {
    try (target) {
      if (pending > 0) {
        endGroup();
      }
      byte[] footer = Thrift.struct(this::footer);
      write(footer);
      write(number(footer.length));
      write(MAGIC);
    }
  }

  /** Writes the rows so far: a page a column. */
  private void endGroup() throws IOException {
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      long start = position;
      byte[] present = present(pending);
      int size = present.length + values.get(i).size();
      write(Thrift.struct(page -> pageHeader(page, size)));
      write(present);
      write(values.get(i).toByteArray());
      values.get(i).reset();
      chunks.add(new Chunk(names.get(i), start, Math.toIntExact(position - start)));
    }
    groups.add(new Group(chunks, pending));
    pending = 0;
  }

  /** Says once, for all the page's rows, that they have a value. */
  private static byte[] present(int rows) {
    ByteArrayOutputStream run = new ByteArrayOutputStream();
    int rest = rows << 1;
    for (; rest > 0x7F; rest >>>= 7) {
      run.write((rest & 0x7F) | 0x80);
    }
    run.write(rest);
    run.write(1);
    return ByteBuffer.allocate(4 + run.size())
        .put(number(run.size()))
        .put(run.toByteArray())
        .array();
  }

  private void pageHeader(Thrift page, int size) {
    page.i32(1, 0);
    page.i32(2, size);
    page.i32(3, size);
    page.struct(
        5,
        data -> {
          data.i32(1, pending);
          data.i32(2, PLAIN);
          data.i32(3, RLE);
          data.i32(4, RLE);
        });
  }

  private void footer(Thrift file) {
    List<String> elements = new ArrayList<>(names);
    elements.add(0, "");
    file.i32(1, 1);
    file.structs(2, elements, this::element);
    file.i64(3, groups.stream().mapToLong(Group::rows).sum());
    file.structs(4, groups, ParquetTexts::group);
    file.string(6, "sample data");
  }

  private void element(Thrift element, String name) {
    if (name.isEmpty()) {
      element.string(4, "schema");
      element.i32(5, names.size());
    } else {
      element.i32(1, BYTE_ARRAY);
      element.i32(3, OPTIONAL);
      element.string(4, name);
      element.i32(6, UTF8);
    }
  }

  private static void group(Thrift group, Group written) {
    group.structs(
        1,
        written.chunks(),
        (column, chunk) -> {
          column.i64(2, chunk.offset());
          column.struct(3, about -> chunk(about, chunk, written.rows()));
        });
    group.i64(2, written.bytes());
    group.i64(3, written.rows());
  }

  private static void chunk(Thrift about, Chunk chunk, int rows) {
    about.i32(1, BYTE_ARRAY);
    about.i32s(2, PLAIN, RLE);
    about.strings(3, chunk.name());
    about.i32(4, 0);
    about.i64(5, rows);
    about.i64(6, chunk.bytes());
    about.i64(7, chunk.bytes());
    about.i64(9, chunk.offset());
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private void write(byte[] bytes) throws IOException {
    target.write(bytes);
    position += bytes.length;
  }
}
