package io.sluice.jobs.lake;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds a table for one run: a second run of the same table finds the lock and is told who has it.
 *
 * <p>The lock is a file with a lease, renewed while the run lives. A run that was killed leaves its
 * file behind; another takes it over once the lease has run out, or at once where it can see, on
 * the same machine, that the process is gone.
 */
public final class TableLock implements AutoCloseable {

  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Pattern CONTENT =
      Pattern.compile(
          "\\{\"run_id\":\"([^\"]*)\",\"host\":\"([^\"]*)\",\"pid\":(\\d+),"
              + "\"started\":(\\d+),\"expires\":(\\d+)\\}");

  private final LakeFiles files;
  private final String path;
  private final Owner owner;
  private final ScheduledExecutorService renewer;

  private TableLock(LakeFiles files, String path, Owner owner) {
    this.files = files;
    this.path = path;
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
    for (int attempt = 0; attempt < 3; attempt++) {
      if (files.create(path, me.text())) {
        return new TableLock(files, path, me);
      }
      Optional<Owner> holder = files.read(path).flatMap(Owner::parse);
      if (holder.isPresent() && holder.get().mayBeAlive()) {
        throw new TableLockedException(
            "Cannot write table: %s (run %s on %s, process %d, is writing it). Wait for that run to end, or stop it."
                .formatted(table, holder.get().runId, holder.get().host, holder.get().pid));
      }
      files.delete(path);
    }
    throw new TableLockedException(
        "Cannot write table: %s (other runs keep taking its lock). Try again.".formatted(table));
  }

  @Override
  public void close() {
    renewer.shutdownNow();
    if (files.read(path).flatMap(Owner::parse).filter(owner::sameRun).isPresent()) {
      files.delete(path);
    }
  }

  private void renew() {
    files.write(path, owner.renewed().text());
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
