package io.sluice.jobs.pipeline;

import io.sluice.jobs.pipeline.contract.Contract;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rows that a step may take besides those it is applied to. */
public interface StepInputs {

  /** Returns the rows of an input, or of an earlier step with {@code as}. */
  Dataset<Row> rows(String name);

  /** Returns all names there are before this step, in the order they were made. */
  Set<String> names();

  /** Returns the name of the rows that the step is applied to, where they have one. */
  Optional<String> current();

  /**
   * Returns a contract of the project.
   *
   * @throws IllegalArgumentException when there is none of this name
   */
  Contract contract(TableName name);
}
