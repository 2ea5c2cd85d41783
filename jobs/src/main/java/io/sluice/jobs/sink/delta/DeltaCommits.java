package io.sluice.jobs.sink.delta;

import org.apache.spark.sql.SparkSession;

/** Carries out commits, each once, however often it is asked to. */
public final class DeltaCommits {

  private final SparkSession spark;

  public DeltaCommits(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Makes staged files part of their table; does nothing when that is done already.
   *
   * @throws IllegalStateException when something else has changed the table so that they no longer
   *     fit; nothing is changed then
   */
  public void carryOut(FilesCommit commit) {
    new FilesCommitter(spark, commit).carryOut();
  }
}
