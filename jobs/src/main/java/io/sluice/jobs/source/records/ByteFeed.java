package io.sluice.jobs.source.records;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A window that moves over the bytes of a file. What lies before {@link #at} is forgotten when more
 * is read, so the window is as long as the longest record, however long the file.
 */
final class ByteFeed implements Closeable {

  private static final int FIRST_LENGTH = 512 * 1024;

  private final CheckedInput in;
  byte[] bytes;

  /** The first byte not used up. */
  int at;

  /** The end of what has been read. */
  int limit;

  private long before;
  private boolean ended;

  /**
   * @param position where in the file the first byte of {@code in} lies
   */
  ByteFeed(InputStream in, long position) {
    this(in, position, FIRST_LENGTH);
  }

  ByteFeed(InputStream in, long position, int length) {
    this.in = in instanceof CheckedInput checked ? checked : CheckedInput.plain(in);
    this.before = position;
    this.bytes = new byte[length];
  }

  /** Returns the same content, of which nothing may have been read yet, in UTF-8. */
  ByteFeed inUtf8(Charset charset) {
    return charset.equals(StandardCharsets.UTF_8) ? this : new ByteFeed(in.transcoded(charset), 0);
  }

  /** Returns where in the file {@code index} of the window lies. */
  long position(int index) {
    return before + index;
  }

  /** Returns how many bytes are in the window and not used up. */
  int available() {
    return limit - at;
  }

  /** Returns why the content ends too early, or null where it does not. */
  String broken() {
    return in.broken();
  }

  /**
   * Reads more behind what is there, which moves to the front: indices change. Returns whether
   * there was more.
   */
  boolean more() throws IOException {
    if (ended) {
      return false;
    }
    if (at > 0) {
      System.arraycopy(bytes, at, bytes, 0, limit - at);
      before += at;
      limit -= at;
      at = 0;
    } else if (limit == bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16L, bytes.length * 2L));
    }
    int read = in.read(bytes, limit, bytes.length - limit);
    if (read <= 0) {
      ended = true;
      return false;
    }
    limit += read;
    return true;
  }

  /** Passes everything up to the beginning of the next line. */
  void passLine() throws IOException {
    while (true) {
      int found = Bytes.indexOf(bytes, (byte) '\n', at, limit);
      if (found >= 0) {
        at = found + 1;
        return;
      }
      at = limit;
      if (!more()) {
        return;
      }
    }
  }

  /** Passes a byte order mark, if that is what comes first. */
  void skipMark() throws IOException {
    while (available() < 3 && more()) {
      // more() does the work.
    }
    if (available() >= 3
        && bytes[at] == (byte) 0xEF
        && bytes[at + 1] == (byte) 0xBB
        && bytes[at + 2] == (byte) 0xBF) {
      at += 3;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
