package io.sluice.jobs.pipeline.contract;

import java.util.Optional;

/** What values a property may have; the bounds are texts, to be read as the property's type. */
public record Limits(
    Optional<String> minimum,
    Optional<String> maximum,
    Optional<String> exclusiveMinimum,
    Optional<String> exclusiveMaximum,
    Optional<Integer> minLength,
    Optional<Integer> maxLength,
    Optional<String> pattern,
    Optional<String> format,
    Optional<Integer> minItems,
    Optional<Integer> maxItems) {

  /** Any value. */
  public static final Limits NONE =
      new Limits(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
}
