package io.sluice.jobs.pipeline;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A secret as a file may name it, {@code ${secret:<id>#<key>}}: a reference, never the secret. Not
 * a record, so that no generated text shows more than that there is one.
 */
public final class Secret {

  private static final Pattern TEXT = Pattern.compile("\\$\\{secret:([^#{}]+)(?:#([^#{}]+))?}");

  private final String id;
  private final Optional<String> key;

  private Secret(String id, Optional<String> key) {
    this.id = id;
    this.key = key;
  }

  /**
   * Reads {@code ${secret:<id>}} or {@code ${secret:<id>#<key>}}.
   *
   * @throws IllegalArgumentException when the text is anything else; the message does not repeat it
   */
  public static Secret parse(String text) {
    Matcher matcher = TEXT.matcher(text.trim());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "not a reference to a secret, ${secret:<id>} or ${secret:<id>#<key>}");
    }
    return new Secret(matcher.group(1), Optional.ofNullable(matcher.group(2)));
  }

  /** Returns whether {@code text} refers to a secret anywhere. */
  public static boolean isIn(String text) {
    return text.contains("${secret:");
  }

  /** Returns the name under which the secret is kept. */
  public String id() {
    return id;
  }

  /** Returns the key of a secret that holds several values. */
  public Optional<String> key() {
    return key;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.id.equals(id) && secret.key.equals(key);
  }

  @Override
  public int hashCode() {
    return 31 * id.hashCode() + key.hashCode();
  }

  @Override
  public String toString() {
    return "${secret:***}";
  }
}
