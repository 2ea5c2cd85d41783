package io.sluice.jobs.pipeline;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static factory method of a record, with one parameter, as another way to write that
 * record in a file: the parameter is a text, a list or a map. A factory that is given what cannot
 * be throws {@link IllegalArgumentException} with the reason.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Form {

  /** What this form looks like, for the reference page. */
  String value();
}
