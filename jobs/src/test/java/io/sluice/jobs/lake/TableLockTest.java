package io.sluice.jobs.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableLockTest {

  @TempDir private Path folder;
  private final LakeFiles files = new LakeFiles(new Configuration());
  private String path;

  @BeforeEach
  void nameLock() {
    path = folder.resolve("locks/cleaned.posts.json").toString();
  }

  @Test
  void tellsTheSecondRunWhoHoldsTheTable() {
    try (TableLock held = TableLock.acquire(files, path, "cleaned.posts", "first")) {
      assertThatThrownBy(() -> TableLock.acquire(files, path, "cleaned.posts", "second"))
          .isInstanceOf(TableLockedException.class)
          .hasMessageStartingWith("Cannot write table: cleaned.posts (run first on ")
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThat(held).isNotNull();
    }
  }

  @Test
  void isFreeAgainOnceClosed() {
    TableLock.acquire(files, path, "cleaned.posts", "first").close();

    try (TableLock second = TableLock.acquire(files, path, "cleaned.posts", "second")) {
      assertThat(second).isNotNull();
      assertThat(files.read(path).orElseThrow()).contains("\"run_id\":\"second\"");
    }
    assertThat(files.exists(path)).isFalse();
  }

  @Test
  void takesOverFromAProcessThatIsGone() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    String mine;
    try (TableLock held = TableLock.acquire(files, path, "cleaned.posts", "killed")) {
      mine = files.read(path).orElseThrow();
      assertThat(held).isNotNull();
    }
    files.create(path, mine.replaceAll("\"pid\":\\d+", "\"pid\":" + dead.pid()));

    TableLock.acquire(files, path, "cleaned.posts", "next").close();
  }

  @Test
  void takesOverFromAnotherMachineOnlyAfterTheLease() {
    long now = Instant.now().toEpochMilli();
    String elsewhere =
        "{\"run_id\":\"far\",\"host\":\"another-host\",\"pid\":1,\"started\":1,\"expires\":%d}";
    files.create(path, elsewhere.formatted(now + 60_000));
    assertThatThrownBy(() -> TableLock.acquire(files, path, "cleaned.posts", "next"))
        .hasMessageContaining("another-host");

    files.write(path, elsewhere.formatted(now - 1));
    TableLock.acquire(files, path, "cleaned.posts", "next").close();
  }

  @Test
  void clearsAwayWhatAProcessLeftThatWasKilledWhileTakingTheLock() throws Exception {
    Path locks = Files.createDirectories(folder.resolve("locks"));
    Path left = Files.writeString(locks.resolve(".cleaned.posts.json.0a1b"), "{ half");
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(120)));
    Path underWay = Files.writeString(locks.resolve(".cleaned.posts.json.2c3d"), "{ half");

    TableLock.acquire(files, path, "cleaned.posts", "next").close();

    assertThat(left).doesNotExist();
    assertThat(underWay).exists();
  }

  @Test
  void readsALockWhoseChecksumIsStale() throws Exception {
    files.write(path, "{}");
    Path checksum = folder.resolve("locks/.cleaned.posts.json.crc");
    byte[] stale = Files.readAllBytes(checksum);
    files.write(path, "{ }");
    Files.write(checksum, stale);

    TableLock.acquire(files, path, "cleaned.posts", "next").close();
  }

  @Test
  void noticesThatAnotherRunTookTheTable() {
    try (TableLock slept = TableLock.acquire(files, path, "cleaned.posts", "slept")) {
      slept.requireHeld();
      files.write(path, files.read(path).orElseThrow().replace("slept", "quick"));

      assertThatThrownBy(slept::requireHeld)
          .isInstanceOf(TableLockedException.class)
          .hasMessageStartingWith("Cannot publish table: cleaned.posts (run quick on ");
    }
    assertThat(files.read(path)).as("the other's lock").isPresent();
  }

  @Test
  void letsOneOfManyHaveTheLockOfADeadRun() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    TableLock.acquire(files, path, "cleaned.posts", "killed").close();
    for (int round = 0; round < 20; round++) {
      String mine;
      try (TableLock held = TableLock.acquire(files, path, "cleaned.posts", "killed")) {
        mine = files.read(path).orElseThrow();
        held.requireHeld();
      }
      files.create(path, mine.replaceAll("\"pid\":\\d+", "\"pid\":" + dead.pid()));
      letsOneOfManyHaveIt();
    }
  }

  @Test
  void letsOneOfManyHaveIt() throws Exception {
    int contenders = 16;
    CountDownLatch start = new CountDownLatch(1);
    Queue<TableLock> holders = new ConcurrentLinkedQueue<>();
    ExecutorService threads = Executors.newFixedThreadPool(contenders);
    for (int i = 0; i < contenders; i++) {
      String run = "run-" + i;
      threads.execute(
          () -> {
            try {
              start.await();
              holders.add(TableLock.acquire(files, path, "cleaned.posts", run));
            } catch (InterruptedException | TableLockedException e) {
              // Expected of all but one.
            }
          });
    }
    start.countDown();
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

    assertThat(holders).hasSize(1);
    holders.forEach(TableLock::close);
  }
}
