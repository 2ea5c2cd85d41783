package io.sluice.jobs.pipeline;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a component of a record a key of a file, and says what the key means. The parser, the JSON
 * Schema and the reference pages all read it. The key is the component's name in snake_case.
 *
 * <p>A component of type {@code Optional}, {@code List} or {@code Map} may be left out, and is
 * empty then; any other without {@link #byDefault} must be given.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Doc {

  /** What the key means, in Markdown, for the reference page. */
  String value();

  /** The text that is read when the key is left out; {@code {}} for a record of defaults. */
  String byDefault() default "";

  /** Whether it is read, and refused, because only a later version will know what to do with it. */
  boolean later() default false;

  /** The key in whose stead this one may be given, where only one of the two can be. */
  String insteadOf() default "";

  /** Whether a list or map must be given. */
  boolean required() default false;
}
