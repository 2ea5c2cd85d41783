package io.sluice.transforms;

import java.util.Map;

/**
 * Makes a transform of one's own a step of pipeline files, by the name it gives.
 *
 * <p>Found through {@link java.util.ServiceLoader}: a jar on the classpath, such as one given with
 * {@code --jars}, holds the class and names it in {@code
 * META-INF/services/io.sluice.transforms.TransformProvider}. The name of a transform that comes
 * with this library, or of another provider, is refused.
 *
 * <pre>{@code
 * public final class Shout implements TransformProvider {
 *   public String name() {
 *     return "shout";
 *   }
 *
 *   public Transform create(Map<String, Object> arguments) {
 *     return Derive.of("title", "upper(title)");
 *   }
 * }
 * }</pre>
 */
public interface TransformProvider {

  /** Returns the name of the step, in snake_case. */
  String name();

  /**
   * Returns the transform that a step with these arguments applies. Called when a file is read, and
   * again for each use.
   *
   * @param arguments what the step says, by key: a {@code Boolean}, {@code Long}, {@code Double},
   *     {@code String}, {@code List} or {@code Map} each, or null; a step that says a text or a
   *     list and no keys has it under {@code value}
   * @throws IllegalArgumentException when they are not what it takes; the message says why, without
   *     the step's name
   */
  Transform create(Map<String, Object> arguments);
}
