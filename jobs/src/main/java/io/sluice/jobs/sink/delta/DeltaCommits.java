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

  /**
   * Takes changes into their table; does nothing when that is done already. Cost: where the table
   * has no rows, one write; else the keys of the changes are joined with those of the table to find
   * the files that hold them, and these files are written anew. Tables with a change feed or
   * deletion vectors take Delta's own MERGE, which writes the feed, or marks rows.
   *
   * @throws io.sluice.jobs.pipeline.InvalidInputException when the table's columns forbid it
   */
  public Merged carryOut(MergeCommit commit) {
    return new MergeCommitter(spark, commit).carryOut();
  }

  /**
   * What a merge did.
   *
   * @param already whether it had been done before; then the numbers are 0
   */
  public record Merged(long inserted, long updated, long deleted, boolean already) {}
}
