package io.sluice.transforms;

import java.util.Objects;
import java.util.Optional;

/**
 * One line of {@link ApplyMapping}: a source column, what it should be called, and its type.
 *
 * @param source the path of the source column: {@code id}, {@code address.geo.lat}, {@code
 *     `a.dotted.name`}
 * @param sourceType the type the source is believed to have; another one is an error, unless every
 *     value of it is also one of this type. Without one, any type will do
 * @param target the path of the target column; dots build structs
 * @param targetType the type to cast to, as {@link TypeNames} reads it, or a bare {@code array},
 *     {@code map} or {@code struct} to leave what it holds as it is. Without one, the type stays
 */
public record Mapping(
    String source, Optional<String> sourceType, String target, Optional<String> targetType) {

  public Mapping {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(sourceType, "sourceType");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(targetType, "targetType");
  }

  /** Takes a column as it is: same name, same place, same type. */
  public static Mapping of(String source) {
    return of(source, source);
  }

  /** Renames a column and leaves its type alone. */
  public static Mapping of(String source, String target) {
    return new Mapping(source, Optional.empty(), target, Optional.empty());
  }

  /** Renames a column and casts it from whatever type it has. */
  public static Mapping of(String source, String target, String targetType) {
    return new Mapping(source, Optional.empty(), target, Optional.of(targetType));
  }

  /** Renames a column and casts it, sure of the type it has: AWS Glue's four-part mapping. */
  public static Mapping of(String source, String sourceType, String target, String targetType) {
    return new Mapping(source, Optional.of(sourceType), target, Optional.of(targetType));
  }
}
