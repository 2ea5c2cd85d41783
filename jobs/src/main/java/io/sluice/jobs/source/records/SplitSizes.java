package io.sluice.jobs.source.records;

import org.apache.spark.sql.SparkSession;

/**
 * How much a task reads: the rule and the settings of Spark's own file sources.
 *
 * @param most bytes of a task ({@code spark.sql.files.maxPartitionBytes})
 * @param open what it costs to open a file, in bytes that could be read in the time
 * @param tasks how many tasks there should be at the least, if there is enough to do
 */
record SplitSizes(long most, long open, int tasks) {

  static SplitSizes of(SparkSession spark) {
    var conf = spark.sessionState().conf();
    int atLeast =
        spark
            .conf()
            .getOption("spark.sql.files.minPartitionNum")
            .map(Integer::parseInt)
            .getOrElse(() -> spark.sparkContext().defaultParallelism());
    return new SplitSizes(conf.filesMaxPartitionBytes(), conf.filesOpenCostInBytes(), atLeast);
  }

  /** Returns the bytes of a slice when {@code total} bytes are to be read from {@code files}. */
  long slice(long total, int files) {
    long each = (total + open * files) / Math.max(1, tasks);
    return Math.max(1, Math.min(most, Math.max(open, each)));
  }
}
