package io.sluice.transforms;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * The key of a keyed hash. Whoever has it can find out which value a hash stands for by trying, so
 * it shows itself to nobody: no text of it, nor of a plan in which it is used, holds it.
 *
 * <p>It does travel to the executors with the tasks, as Java serializes it. Where others can listen
 * to that, set {@code spark.network.crypto.enabled}.
 */
public final class MaskingKey implements Serializable {

  private static final long serialVersionUID = 1L;

  /** As short as this, a key can be guessed. */
  private static final int SHORTEST = 16;

  private final byte[] bytes;

  private MaskingKey(byte[] bytes) {
    if (bytes.length < SHORTEST) {
      throw new InvalidTransformException(
          "Cannot use masking key: *** (it has "
              + bytes.length
              + " bytes, which can be guessed). Make one of at least "
              + SHORTEST
              + " random bytes.");
    }
    this.bytes = bytes.clone();
  }

  /** Returns the key that these bytes are, at least 16. */
  public static MaskingKey of(byte[] bytes) {
    return new MaskingKey(bytes);
  }

  /** Returns the key that this text is, in UTF-8: at least 16 bytes. */
  public static MaskingKey of(String text) {
    return new MaskingKey(Objects.requireNonNull(text, "text").getBytes(StandardCharsets.UTF_8));
  }

  byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MaskingKey key && Arrays.equals(key.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "***";
  }
}
