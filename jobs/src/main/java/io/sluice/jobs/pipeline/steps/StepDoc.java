package io.sluice.jobs.pipeline.steps;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the reference page says of a transform, besides what its keys say. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface StepDoc {

  /** The name in a pipeline file. */
  String name();

  /** What it does, in a sentence or two. */
  String summary();

  /** What it costs: narrow, shuffle or broadcast. */
  String cost();

  /** What AWS Glue's transform of this name does otherwise; empty where it does the same. */
  String glue() default "";

  /** Steps of a pipeline file that show it. */
  String example();

  /** Steps that are run for the reference page; at most one. */
  Demo[] demo() default {};
}
