package io.sluice.jobs.source.records;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text of any encoding as UTF-8. What is no text in the encoding comes out as a byte that is none
 * in UTF-8, so that the record it is in, and no other, turns out to be malformed.
 */
final class Transcoder extends InputStream {

  private static final byte NO_TEXT = (byte) 0xFF;

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final CharsetEncoder encoder =
      StandardCharsets.UTF_8
          .newEncoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final ByteBuffer source = ByteBuffer.allocate(64 * 1024).flip();
  private final CharBuffer chars = CharBuffer.allocate(64 * 1024).flip();
  private final ByteBuffer target = ByteBuffer.allocate(256 * 1024).flip();
  private boolean ended;

  Transcoder(InputStream in, Charset charset) {
    this.in = in;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    while (!target.hasRemaining()) {
      if (ended && !source.hasRemaining()) {
        return -1;
      }
      fill();
    }
    int n = Math.min(len, target.remaining());
    target.get(b, off, n);
    return n;
  }

  private void fill() throws IOException {
    if (!ended) {
      source.compact();
      int n = in.read(source.array(), source.position(), source.remaining());
      ended = n < 0;
      source.position(source.position() + Math.max(0, n));
      source.flip();
    }
    target.clear();
    chars.clear();
    CoderResult result = decoder.decode(source, chars, ended);
    chars.flip();
    encoder.encode(chars, target, false);
    if (result.isError()) {
      source.position(source.position() + result.length());
      target.put(NO_TEXT);
    } else if (ended && result.isUnderflow()) {
      source.position(source.limit());
    }
    target.flip();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
