package io.sluice.jobs.lake;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a table for one run: a second run of the same table finds the lock and is told who has it.
 *
 * <p>The lock is a file with a lease, renewed while the run lives. A run that was killed leaves its
 * file behind; another takes it over once the lease has run out, or at once where it can see, on
 * the same machine, that the process is gone.
 */
public final class TableLock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TableLock.class);
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 40;
  private static final Pattern CONTENT =
      Pattern.compile(
          "\\{\"run_id\":\"([^\"]*)\",\"host\":\"([^\"]*)\",\"pid\":(\\d+),"
              + "\"started\":(\\d+),\"expires\":(\\d+)\\}");

  private final LakeFiles files;
  private final String path;
  private final String table;
  private final Owner owner;
  private final ScheduledExecutorService renewer;

  private TableLock(LakeFiles files, String path, String table, Owner owner) {
    this.files = files;
    this.path = path;
    this.table = table;
    this.owner = owner;
    this.renewer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "sluice-lock");
              thread.setDaemon(true);
              return thread;
            });
    long third = LEASE.toMillis() / 3;
    var unused = renewer.scheduleAtFixedRate(this::renew, third, third, TimeUnit.MILLISECONDS);
  }

  /**
   * Takes the lock at {@code path}.
   *
   * @throws TableLockedException when another run that may be alive holds it
   */
  public static TableLock acquire(LakeFiles files, String path, String table, String runId) {
    Owner me = Owner.ofThisProcess(runId);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (files.create(path, me.text())) {
        files.deleteAttempts(path, LEASE);
        return new TableLock(files, path, table, me);
      }
      Optional<Owner> holder = files.read(path).flatMap(Owner::parse);
      if (holder.isPresent() && holder.get().mayBeAlive()) {
        throw new TableLockedException(
            "Cannot write table: %s (run %s on %s, process %d, is writing it). Wait for that run to end, or stop it."
                .formatted(table, holder.get().runId, holder.get().host, holder.get().pid));
      }
      takeAway(files, path, holder, me);
    }
    throw new TableLockedException(
        "Cannot write table: %s (other runs keep taking its lock). Try again.".formatted(table));
  }

  /**
   * Removes the lock of a run that is gone. Of several who try, one at a time may, and looks again:
   * what it saw may have been replaced by the lock of a run that is quite alive.
   */
  private static void takeAway(LakeFiles files, String path, Optional<Owner> gone, Owner me) {
    String guard = path + ".takeover";
    if (!files.create(guard, me.text())) {
      if (files.read(guard).flatMap(Owner::parse).filter(Owner::mayBeAlive).isEmpty()) {
        files.delete(guard);
      }
      pause();
      return;
    }
    try {
      Optional<String> now = files.read(path);
      if (now.isPresent() && now.flatMap(Owner::parse).equals(gone)) {
        files.delete(path);
      }
    } finally {
      files.delete(guard);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Makes sure that the lock is still held: a process that slept through its lease may have lost
   * it.
   *
   * @throws TableLockedException when another run has the table now
   */
  public void requireHeld() {
    Optional<Owner> holder = files.read(path).flatMap(Owner::parse);
    if (holder.filter(owner::sameRun).isEmpty()) {
      throw new TableLockedException(
          "Cannot publish table: %s (%s while this run was at work). Run it again."
              .formatted(
                  table,
                  holder
                      .map(other -> "run %s on %s took its lock".formatted(other.runId, other.host))
                      .orElse("its lock was removed")));
    }
  }

  @Override
  public void close() {
    // No interrupt: a renewal under way would leave its attempt to write the file behind.
    renewer.shutdown();
    try {
      // Nor may it bring the lock back.
      if (!renewer.awaitTermination(10, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (isHeld()) {
      files.delete(path);
    }
  }

  private boolean isHeld() {
    return files.read(path).flatMap(Owner::parse).filter(owner::sameRun).isPresent();
  }

  private void renew() {
    try {
      if (isHeld()) {
        files.write(path, owner.renewed().text());
      }
    } catch (RuntimeException e) {
      // The next renewal comes before the lease runs out.
      LOG.warn("Cannot renew lock {}", path, e);
    }
  }

  private record Owner(String runId, String host, long pid, long started, long expires) {

    static Owner ofThisProcess(String runId) {
      return new Owner(runId, hostName(), ProcessHandle.current().pid(), startOf(self()), 0)
          .renewed();
    }

    static Optional<Owner> parse(String text) {
      Matcher matcher = CONTENT.matcher(text.strip());
      if (!matcher.matches()) {
        return Optional.empty();
      }
      return Optional.of(
          new Owner(
              matcher.group(1),
              matcher.group(2),
              Long.parseLong(matcher.group(3)),
              Long.parseLong(matcher.group(4)),
              Long.parseLong(matcher.group(5))));
    }

    Owner renewed() {
      return new Owner(runId, host, pid, started, Clock.systemUTC().millis() + LEASE.toMillis());
    }

    boolean sameRun(Owner other) {
      return runId.equals(other.runId) && host.equals(other.host) && pid == other.pid;
    }

    boolean mayBeAlive() {
      if (Clock.systemUTC().millis() > expires) {
        return false;
      }
      if (!host.equals(hostName())) {
        return true;
      }
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .filter(process -> startOf(process) == started)
          .isPresent();
    }

    String text() {
      return "{\"run_id\":\"%s\",\"host\":\"%s\",\"pid\":%d,\"started\":%d,\"expires\":%d}"
          .formatted(runId, host, pid, started, expires);
    }

    private static ProcessHandle self() {
      return ProcessHandle.current();
    }

    /** Process numbers are used again; with the time of its start one names a process. */
    private static long startOf(ProcessHandle process) {
      return process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
    }

    private static String hostName() {
      String name = System.getenv("HOSTNAME");
      if (name != null && !name.isEmpty()) {
        return name;
      }
      try {
        return java.net.InetAddress.getLocalHost().getHostName();
      } catch (java.net.UnknownHostException e) {
        return "localhost";
      }
    }
  }
}
