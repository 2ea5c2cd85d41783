package io.sluice.jobs.pipeline;

import java.util.List;
import org.apache.spark.sql.Column;

/**
 * How a pipeline's tables follow from what is new in its first input.
 *
 * @param partitions what the partition columns are made of, over the columns of the first input,
 *     where partitions that new rows touch are made anew from all their rows; empty where new rows
 *     alone are processed
 */
public record Increment(List<Column> partitions) {

  public Increment {
    partitions = List.copyOf(partitions);
  }

  /** Returns whether whole partitions are made anew. */
  public boolean recomputes() {
    return !partitions.isEmpty();
  }
}
