package io.sluice.jobs.pipeline.yaml;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record as part of a file format that others define: its keys are written as its
 * components are named, and some keys of that format are allowed and not read.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Foreign {

  /** Keys of the format that mean nothing here. */
  String[] unread() default {};
}
