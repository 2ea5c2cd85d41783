package io.sluice.transforms;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.spark.sql.api.java.UDF1;

/**
 * HMAC-SHA256 of a text, in hexadecimal.
 *
 * <p>The one function of Java among the transforms. Spark's own {@code sha2} could be put together
 * to the same, but then the key would be a literal, and so stand in each plan, in the event log and
 * in the UI. The object of a function is printed nowhere.
 */
final class Hmac implements UDF1<String, String> {

  private static final long serialVersionUID = 1L;
  private static final String ALGORITHM = "HmacSHA256";

  private final MaskingKey key;
  private transient ThreadLocal<Mac> macs;

  Hmac(MaskingKey key) {
    this.key = key;
    this.macs = ThreadLocal.withInitial(this::mac);
  }

  @Override
  public String call(String text) {
    return text == null
        ? null
        : HexFormat.of().formatHex(macs.get().doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.bytes(), ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    macs = ThreadLocal.withInitial(this::mac);
  }
}
