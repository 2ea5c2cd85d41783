package io.sluice.jobs.dist;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;

/**
 * Runs that load new files only, into tables of every kind, killed again and again. A dozen kills
 * here; {@code bench/kill-suite} makes it hundreds.
 */
class KillSuiteIT {
  private static final int KILLS = Integer.getInteger("sluice.kills", 12);
  private static final long SEED = Long.getLong("sluice.seed", 20_220_705);

  @Test
  void leavesEveryTableAsIfNobodyHadBeenKilled() throws Exception {
    // Kept when something is wrong, to be looked at.
    Path folder = Project.root().resolve("jobs/target/kill-suite");
    FileUtils.deleteDirectory(folder.toFile());
    Files.createDirectories(folder);
    KillSuite suite = new KillSuite(folder, SEED, System.out);

    suite.kill(KILLS);
    suite.checkAgainstOneRunOverAll();
    suite.checkThatNothingNewIsNothingWritten();
    suite.checkWithoutTheNewestNoteOfEachTable();

    FileUtils.deleteDirectory(folder.toFile());
  }
}
