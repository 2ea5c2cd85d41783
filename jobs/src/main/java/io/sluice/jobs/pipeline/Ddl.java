package io.sluice.jobs.pipeline;

import org.apache.spark.sql.types.StructType;

/** Columns written as Spark DDL. */
final class Ddl {

  private Ddl() {}

  /**
   * Returns the columns of {@code userId INT NOT NULL, id INT}.
   *
   * @throws IllegalArgumentException with Spark's reason
   */
  static StructType parse(String ddl) {
    try {
      return StructType.fromDDL(ddl);
    } catch (Exception e) { // ParseException is checked, and Scala does not declare it
      throw new IllegalArgumentException(SparkErrors.reason(e), e);
    }
  }
}
