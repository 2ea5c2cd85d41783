package io.sluice.jobs.cli;

import io.sluice.jobs.run.Ledger;
import io.sluice.jobs.run.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Shows progress: on a terminal one line that is written over, elsewhere a line at each change and
 * then now and again.
 */
final class ConsoleProgress implements Progress, AutoCloseable {

  private static final Duration REDRAW = Duration.ofMillis(250);
  private static final Duration REMIND = Duration.ofSeconds(10);
  private static final String ERASE = "\r\u001b[K";
  private static final int WIDTH = 110;

  private record Stage(String name, Supplier<String> howFar) {

    @Override
    public String toString() {
      String far = howFar.get();
      return far.isEmpty() ? name : name + ", " + far;
    }
  }

  private final PrintStream out;
  private final boolean terminal;
  private final int pipelines;
  private final Map<String, Stage> running = new LinkedHashMap<>();
  private final ScheduledExecutorService clock;
  private int done;

  ConsoleProgress(PrintStream out, boolean terminal, int pipelines) {
    this.out = out;
    this.terminal = terminal;
    this.pipelines = pipelines;
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "sluice-progress");
              thread.setDaemon(true);
              return thread;
            });
    long every = (terminal ? REDRAW : REMIND).toMillis();
    var unused = clock.scheduleAtFixedRate(this::remind, every, every, TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void enter(String table, String stage, Supplier<String> howFar) {
    running.put(table, new Stage(stage, howFar));
    if (!terminal) {
      line(table, stage);
    }
  }

  @Override
  public synchronized void leave(List<Ledger> ledgers) {
    ledgers.forEach(ledger -> running.remove(ledger.table()));
    done++;
    ledgers.forEach(ledger -> line(ledger.table(), outcome(ledger)));
  }

  @Override
  public synchronized void note(String table, String message) {
    line(table, message);
  }

  @Override
  public synchronized void close() {
    clock.shutdownNow();
    erase();
  }

  private static String outcome(Ledger ledger) {
    if (!ledger.succeeded()) {
      return ledger.status() + ": " + ledger.reason();
    }
    return "done, %,d rows in %.1f s".formatted(ledger.totals().rowsOut(), ledger.seconds());
  }

  private synchronized void remind() {
    if (terminal) {
      String line =
          running.entrySet().stream()
              .map(entry -> entry.getKey() + " " + entry.getValue())
              .collect(Collectors.joining(" | ", "[%d/%d] ".formatted(done, pipelines), ""));
      out.print(ERASE + (line.length() > WIDTH ? line.substring(0, WIDTH) + "…" : line));
      out.flush();
    } else {
      running.forEach((table, stage) -> line(table, "still " + stage));
    }
  }

  private void line(String table, String text) {
    erase();
    out.printf("[%d/%d] %s: %s%n", done, pipelines, table, text);
  }

  private void erase() {
    if (terminal) {
      out.print(ERASE);
    }
  }
}
