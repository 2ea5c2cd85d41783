package io.sluice.jobs.lake;

import java.util.Objects;

/**
 * Where things lie below the root of a lake. Everything but the tables lies under {@code _sluice},
 * a name that Spark, Athena and crawlers pass over.
 *
 * @param root the URI of the lake's root, without a slash at its end
 */
public record LakeLayout(String root) {

  public LakeLayout {
    Objects.requireNonNull(root, "root");
    root = root.length() > 1 && root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
  }

  /** Returns the folder with one file for each run. */
  public String runs() {
    return own("runs");
  }

  /** Returns the file that holds the ledger of one run. */
  public String ledger(String runId) {
    return runs() + "/" + runId + ".json";
  }

  /** Returns the folder of one run's quarantined rows of a table. */
  public String quarantine(String database, String table, String runId) {
    return own("quarantine") + "/" + database + "/" + table + "/run_id=" + runId;
  }

  /** Returns the file that holds the lock of a table while a run writes it. */
  public String lock(String table) {
    return own("locks") + "/" + table + ".json";
  }

  /** Returns the file that says what a run that has begun to publish a table has set out to do. */
  public String journal(String table) {
    return own("publish") + "/" + table + ".json";
  }

  /** Returns the folder that holds what the pipeline of a table has processed. */
  public String bookmarks(String table) {
    return own("bookmarks") + "/" + table;
  }

  /**
   * Returns the folder in which runs build the files of a table: away from it, for readers who look
   * into every folder below a table's, whatever its name.
   */
  public String staging(String table) {
    return own("staging") + "/" + table;
  }

  /** Returns the folder in which it is remembered which changes a table has taken in. */
  public String changes(String table) {
    return own("changes") + "/" + table;
  }

  private String own(String folder) {
    return root + "/_sluice/" + folder;
  }
}
