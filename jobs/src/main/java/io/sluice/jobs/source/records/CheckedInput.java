package io.sluice.jobs.source.records;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import org.apache.hadoop.fs.ChecksumException;

/**
 * The content of a file, which may turn out to be damaged: then it ends there, and says so.
 *
 * <p>A failure of the store below is not damage. It is thrown, so that the task fails and is run
 * again; a network that was down for a minute must not put good records into quarantine.
 */
final class CheckedInput extends InputStream {

  /** Notes whether the store failed, as opposed to what decodes its bytes. */
  static final class Stored extends InputStream {
    private final InputStream in;
    private boolean failed;

    Stored(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      try {
        return in.read(b, off, len);
      } catch (ChecksumException e) {
        throw e;
      } catch (IOException e) {
        failed = true;
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /** Begins to decode what is stored. May already find it damaged. */
  @FunctionalInterface
  interface Decoder {
    InputStream open() throws IOException;
  }

  private final Stored stored;
  private final Decoder decoder;
  private InputStream in;
  private long read;
  private String broken;

  CheckedInput(Stored stored, Decoder decoder) {
    this.stored = stored;
    this.decoder = decoder;
  }

  static CheckedInput plain(InputStream in) {
    Stored stored = new Stored(in);
    return new CheckedInput(stored, () -> stored);
  }

  /** Returns the same content in UTF-8. */
  CheckedInput transcoded(Charset charset) {
    return new CheckedInput(stored, () -> new Transcoder(decoder.open(), charset));
  }

  /** Returns what is wrong with the content, as the reason of a reject, or null. */
  String broken() {
    return broken;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    if (broken != null) {
      return -1;
    }
    try {
      if (in == null) {
        in = decoder.open();
      }
      int n = in.read(b, off, len);
      read += Math.max(0, n);
      return n;
    } catch (IOException | RuntimeException e) {
      // Decoders throw what they like at damaged data; the store throws IOException.
      if (stored.failed) {
        throw e;
      }
      broken = "damaged file: " + describe(e) + " after " + read + " bytes of content";
      return -1;
    }
  }

  private static String describe(Exception e) {
    return e.getMessage() == null
        ? e.getClass().getSimpleName()
        : e.getMessage().lines().findFirst().orElse("").strip();
  }

  @Override
  public void close() throws IOException {
    if (in == null) {
      stored.close();
    } else {
      in.close();
    }
  }
}
