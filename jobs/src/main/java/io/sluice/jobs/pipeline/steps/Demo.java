package io.sluice.jobs.pipeline.steps;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Steps that are run, on rows that are given, so that the reference page can show what comes out.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface Demo {

  /** The rows that the steps start from, called {@code rows}, and then those they take besides. */
  Rows[] inputs();

  /** The steps, as in a pipeline file: a list. */
  String steps();

  /** A few rows to begin with. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target({})
  @interface Rows {

    /** By which steps may take them. */
    String name() default "rows";

    /** Their columns, as Spark DDL: {@code id INT, tags ARRAY<STRING>}. */
    String schema();

    /** The rows, each a JSON object on a line of its own. */
    String json();
  }
}
