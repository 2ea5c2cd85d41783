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
 * Writes a Parquet file of texts and whole numbers, plain and uncompressed: the same bytes whatever
 * libraries are there.
 */
final class ParquetRows implements AutoCloseable {
  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
  private static final int GROUP_ROWS = 50_000;
  private static final int INT32 = 1;
  private static final int BYTE_ARRAY = 6;
  private static final int UTF8 = 0;
  private static final int OPTIONAL = 1;
  private static final int PLAIN = 0;
  private static final int RLE = 3;

  private final OutputStream target;
  private final List<Column> columns;
  private final List<Page> pages = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private long position;
  private int pending;

  /** A column that may be null. */
  record Column(String name, boolean number) {

    static Column text(String name) {
      return new Column(name, false);
    }

    static Column number(String name) {
      return new Column(name, true);
    }

    int type() {
      return number ? INT32 : BYTE_ARRAY;
    }
  }

  private record Chunk(Column column, long offset, int bytes) {}

  private record Group(List<Chunk> chunks, int rows) {

    long bytes() {
      return chunks.stream().mapToLong(Chunk::bytes).sum();
    }
  }

  /** The values of a column so far, and in runs which rows have one. */
  private static final class Page {
    private final ByteArrayOutputStream values = new ByteArrayOutputStream();
    private final ByteArrayOutputStream levels = new ByteArrayOutputStream();
    private int run;
    private boolean present;

    void add(Object value) {
      if (run > 0 && present != (value != null)) {
        endRun();
      }
      present = value != null;
      run++;
      if (value instanceof Integer number) {
        values.writeBytes(number(number));
      } else if (value != null) {
        byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
        values.writeBytes(number(text.length));
        values.writeBytes(text);
      }
    }

    byte[] end() {
      endRun();
      byte[] page =
          ByteBuffer.allocate(4 + levels.size() + values.size())
              .put(number(levels.size()))
              .put(levels.toByteArray())
              .put(values.toByteArray())
              .array();
      levels.reset();
      values.reset();
      return page;
    }

    private void endRun() {
      int rest = run << 1;
      for (; rest > 0x7F; rest >>>= 7) {
        levels.write((rest & 0x7F) | 0x80);
      }
      levels.write(rest);
      levels.write(present ? 1 : 0);
      run = 0;
    }
  }

  ParquetRows(Path file, List<Column> columns) throws IOException {
    this.target = new BufferedOutputStream(Files.newOutputStream(file));
    this.columns = columns;
    columns.forEach(column -> pages.add(new Page()));
    write(MAGIC);
  }

  /** Adds a row: a text, an {@link Integer} or null for each column. */
  void row(List<?> row) throws IOException {
    for (int i = 0; i < columns.size(); i++) {
      pages.get(i).add(row.get(i));
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
    for (int i = 0; i < columns.size(); i++) {
      long start = position;
      byte[] page = pages.get(i).end();
      write(Thrift.struct(header -> pageHeader(header, page.length)));
      write(page);
      chunks.add(new Chunk(columns.get(i), start, Math.toIntExact(position - start)));
    }
    groups.add(new Group(chunks, pending));
    pending = 0;
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
    List<Column> elements = new ArrayList<>(columns);
    elements.add(0, Column.text(""));
    file.i32(1, 1);
    file.structs(2, elements, this::element);
    file.i64(3, groups.stream().mapToLong(Group::rows).sum());
    file.structs(4, groups, ParquetRows::group);
    file.string(6, "sample data");
  }

  private void element(Thrift element, Column column) {
    if (column.name().isEmpty()) {
      element.string(4, "schema");
      element.i32(5, columns.size());
    } else {
      element.i32(1, column.type());
      element.i32(3, OPTIONAL);
      element.string(4, column.name());
      if (!column.number()) {
        element.i32(6, UTF8);
      }
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
    about.i32(1, chunk.column().type());
    about.i32s(2, PLAIN, RLE);
    about.strings(3, chunk.column().name());
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
