package io.sluice.jobs.pipeline;

import org.apache.spark.sql.types.StructType;

/** Knows the columns of inputs that no planned pipeline makes. */
public interface InputSchemas {

  /**
   * Returns the columns that reading this input gives, those taken from its path included.
   *
   * @throws InvalidInputException when it cannot be read
   */
  StructType schema(String input, Read read);
}
