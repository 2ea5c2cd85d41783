package io.sluice.jobs.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lets a source grow, starts a run over it, ends the run with SIGKILL and goes on so, without ever
 * clearing up; at the end, and whenever a run was left in peace, the tables must hold what the
 * source says they hold.
 *
 * <p>Everything but the machine's own timing follows from the seed: the files, the aims and their
 * order.
 */
final class KillSuite {
  private static final int PEACE_EVERY = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration OFTEN = Duration.ofMillis(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final long seed;
  private final PrintStream log;
  private final GrowingSource source;
  private final Random random;
  private final Duck lake;
  private final List<KilledTable> tables = KilledTable.ALL;
  private final Map<String, Integer> hits = new TreeMap<>();
  private SparkSubmit sluice;
  private Duration whole = Duration.ZERO;
  private int kills;
  private String last = "nothing was killed yet";

  /**
   * Prepares.
   *
   * @param folder an empty folder, left as it is at the end
   */
  KillSuite(Path folder, long seed, PrintStream log) throws IOException {
    this.folder = folder;
    this.seed = seed;
    this.log = log;
    this.source = new GrowingSource(folder.resolve("raw"), seed);
    // Apart from the source's own, so that its files do not depend on how many aims were missed.
    this.random = new Random(~seed);
    this.sluice = SparkSubmit.sluice(folder).withEnvironment("SLUICE_CLASS_LIST", classes());
    this.lake = new Duck(folder.resolve("lake"));
    KilledTable.writeProject(folder);
  }

  private String classes() {
    return folder.resolve("startup.jsa").toString();
  }

  /** Kills so many runs, and then lets some be to see what has become of the tables. */
  void kill(int wanted) throws IOException {
    source.grow();
    peace();
    // As ./sluice does: the classes that the first run has loaded, in one file, a third quicker.
    sluice =
        SparkSubmit.sluice(folder)
            .with(
                "--driver-java-options",
                "\"-XX:SharedArchiveFile=%s\" -Xlog:cds*=off".formatted(classes()));
    source.grow();
    peace();
    int aims = 0;
    while (kills < wanted) {
      source.grow();
      if (aims % PEACE_EVERY == PEACE_EVERY - 1) {
        peace();
        source.grow();
      }
      KillAim aim =
          KillAim.draw(random, aims++, KilledTable.allSteps(), KilledTable.allWork(), whole);
      strike(aim);
    }
    source.grow();
    peace();
    log.printf("seed %d: %d kills, by what was said last: %s%n", seed, kills, hits);
  }

  private void strike(KillAim aim) {
    String name = "kill %d of seed %d, %s".formatted(kills + 1, seed, aim);
    try (Program run = start(lake)) {
      aim.words()
          .ifPresent(
              words -> run.awaitTextOrEnd(Pattern.compile(Pattern.quote(words)), PATIENCE, OFTEN));
      pause(aim.delay());
      run.kill();
      Program.Outcome outcome = run.await(PATIENCE);
      if (outcome.exitCode() == 137) {
        kills++;
        last = name;
        String said = lastWords(outcome);
        hits.merge(said, 1, Integer::sum);
        log.printf("%s: it said last \"%s\"%n", name, said);
      } else {
        outcome.succeeds();
        log.printf("%s: it had ended%n", name);
        check();
      }
    }
  }

  /** Returns what the run was at, without the table's name. */
  private static String lastWords(Program.Outcome outcome) {
    return outcome
        .err()
        .lines()
        .filter(line -> line.matches("\\[\\d+/\\d+] .*"))
        .reduce((before, after) -> after)
        .map(
            line -> line.replaceFirst("\\[\\d+/\\d+] \\S+: ", "").replaceFirst("[,:].*? in .*", ""))
        .orElse("");
  }

  /** Runs undisturbed. */
  void peace() throws IOException {
    long start = System.nanoTime();
    run(lake);
    whole = Duration.ofNanos(System.nanoTime() - start);
    log.printf("seed %d, %d kills: a run in peace, %d ms%n", seed, kills, whole.toMillis());
    check();
  }

  private Books run(Duck where) {
    try (Program run = start(where)) {
      return Books.of(run.await(PATIENCE));
    }
  }

  private Program start(Duck where) {
    return sluice.start(
        "run", "--conf", "conf", "--env", "test", "--set", "lake.root=" + where.lake(), "--json");
  }

  private static void pause(Duration delay) {
    try {
      Thread.sleep(delay.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private String when() {
    return "seed %d, after %d kills, the last: %s".formatted(seed, kills, last);
  }

  /** After a run that ended by itself, all is as it should be. */
  private void check() {
    for (KilledTable table : tables) {
      assertThat(found(lake, table))
          .as("%s; %s", table.name(), when())
          .isEqualTo(table.expected().apply(source));
    }
    try {
      leavesNothingBehind();
      keepsBalancedLedgers();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Compares with a lake that was made by one run over the same files. */
  void checkAgainstOneRunOverAll() {
    Duck other = new Duck(folder.resolve("other lake"));
    run(other);
    for (KilledTable table : tables) {
      assertThat(found(lake, table))
          .as("%s against one run over all; %s", table.name(), when())
          .isEqualTo(found(other, table));
    }
  }

  private List<String> found(Duck where, KilledTable table) {
    if (!Files.isDirectory(where.lake().resolve(table.name().replace('.', '/')))) {
      return List.of();
    }
    List<String> rows = new ArrayList<>();
    where
        .rows("SELECT concat_ws('/', %s) FROM {%s}".formatted(table.columns(), table.name()))
        .forEach(row -> rows.add(row.get(0)));
    Collections.sort(rows);
    return rows;
  }

  private void leavesNothingBehind() throws IOException {
    try (Stream<Path> all = Files.walk(lake.lake())) {
      assertThat(all.map(path -> lake.lake().relativize(path).toString()))
          .as(when())
          .noneMatch(path -> path.matches("_sluice/(locks|publish|staging)/.+"));
    }
    for (KilledTable table : tables) {
      Path place = lake.lake().resolve(table.name().replace('.', '/'));
      if (DeltaFolder.isDelta(place)) {
        assertThat(DeltaFolder.of(place).active()).as(when()).allMatch(Files::exists);
      }
    }
  }

  private void keepsBalancedLedgers() throws IOException {
    try (Stream<Path> files = Files.list(lake.lake().resolve("_sluice/runs"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        JsonNode ledger = JSON.readTree(file.toFile());
        String what = "%s; %s".formatted(file, when());
        assertThat(ledger.get("status").textValue()).as(what).isEqualTo("succeeded");
        assertThat(ledger.get("balanced").booleanValue()).as(what).isTrue();
      }
    }
  }
}
