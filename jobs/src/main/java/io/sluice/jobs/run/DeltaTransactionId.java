package io.sluice.jobs.run;

/**
 * What a commit to a Delta table is known again by, so that it is never made twice.
 *
 * @param appId in whose name it is made
 * @param version its number among those of that name, each higher than the one before
 */
record DeltaTransactionId(String appId, long version) {

  /** Returns a name for what belongs to the commit, such as {@code batch-00000007}. */
  String name() {
    return "%s-%08d".formatted(appId.substring(appId.lastIndexOf('/') + 1), version);
  }

  /** Returns the name in which the batches of an incremental load are committed. */
  static String ofBatches(String table) {
    return "sluice/" + table + "/batch";
  }

  /** Returns the name in which all other runs are committed. */
  static String ofRuns(String table) {
    return "sluice/" + table + "/run";
  }
}
