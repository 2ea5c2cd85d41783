package io.sluice.jobs.pipeline;

import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Finds out what a selection of pipelines will do, on empty data. */
public final class Planner {

  public Planner(SparkSession spark, Project project, InputSchemas schemas) {}

  /**
   * Returns a plan for each pipeline, in the order of the selection.
   *
   * @throws InvalidInputException with each step of any of them that does not fit its rows
   */
  public List<Plan> plan(Selection selection) {
    return List.of();
  }
}
