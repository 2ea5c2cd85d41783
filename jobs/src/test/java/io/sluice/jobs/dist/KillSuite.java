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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration OFTEN = Duration.ofMillis(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final long seed;
  private final PrintStream log;
  private final GrowingSource source;
  private final Random random;
  private final Duck lake;
  private final List<KilledTable> tables = KilledTable.ALL;
  private final List<String> steps = new ArrayList<>(KilledTable.allSteps());
  private final Map<String, Integer> hits = new TreeMap<>();
  private final Map<String, Set<List<String>>> whole = new TreeMap<>();
  private SparkSubmit sluice;
  private Duration usual = Duration.ZERO;
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
    Collections.shuffle(steps, random);
    this.sluice = quietly("").withEnvironment("SLUICE_CLASS_LIST", classes());
    this.lake = new Duck(folder.resolve("lake"));
    KilledTable.writeProject(folder);
  }

  /** Spark's log goes into a file, as with ./sluice, so that little is to be read for each aim. */
  private SparkSubmit quietly(String options) {
    Path log = Project.root().resolve("scripts/log4j2.properties");
    return SparkSubmit.sluice(folder)
        .with(
            "--driver-java-options",
            // Runs this short end before the second compiler has paid off.
            "-XX:TieredStopAtLevel=1 \"-Dlog4j2.configurationFile=%s\" \"-Dsluice.log=%s\"%s"
                .formatted(log, folder.resolve("spark.log"), options));
  }

  private String classes() {
    return folder.resolve("startup.jsa").toString();
  }

  /** Kills so many runs, and then lets some be to see what has become of the tables. */
  void kill(int wanted) throws IOException {
    grow();
    peace();
    // As ./sluice does: the classes that the first run has loaded, in one file, a third quicker.
    sluice = quietly(" \"-XX:SharedArchiveFile=%s\" -Xlog:cds*=off".formatted(classes()));
    grow();
    peace();
    int aims = 0;
    while (kills < wanted) {
      grow();
      if (aims % PEACE_EVERY == PEACE_EVERY - 1) {
        peace();
        grow();
      }
      strike(KillAim.draw(random, aims++, steps, KilledTable.allWork(), usual));
    }
    grow();
    peace();
    log.printf("seed %d: %d kills, by what was said last: %s%n", seed, kills, hits);
  }

  private void grow() {
    source.grow();
    for (KilledTable table : tables) {
      whole
          .computeIfAbsent(table.name(), name -> new HashSet<>())
          .add(table.expected().apply(source));
    }
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
        readersSeeNothingOdd();
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
            line ->
                line.replaceFirst("\\[\\d+/\\d+] \\S+: ", "")
                    .replaceFirst(",.* in .*| run \\S+", ""))
        .orElse("");
  }

  /** Runs undisturbed. */
  void peace() throws IOException {
    long start = System.nanoTime();
    run(lake);
    usual = Duration.ofNanos(System.nanoTime() - start);
    log.printf("seed %d, %d kills: a run in peace, %d ms%n", seed, kills, usual.toMillis());
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

  /**
   * Whatever instant it was: a Delta table is as it was after some run, and a folder that files are
   * only added to has no row twice, nor a wrong one.
   */
  private void readersSeeNothingOdd() {
    for (KilledTable table : tables) {
      List<String> seen = found(lake, table);
      if (DeltaFolder.isDelta(place(table))) {
        assertThat(whole.get(table.name()).contains(seen))
            .as("%s holds what some run would leave; %s", table.name(), when())
            .isTrue();
      } else if (table.grows()) {
        Map<String, Integer> left = new HashMap<>();
        table.expected().apply(source).forEach(row -> left.merge(row, 1, Integer::sum));
        assertThat(seen)
            .as("%s: rows too many; %s", table.name(), when())
            .allMatch(row -> left.merge(row, -1, Integer::sum) >= 0);
      }
    }
  }

  /** After a run that ended by itself, all is as it should be. */
  private void check() {
    checkTables();
    try {
      leavesNothingBehind();
      keepsBalancedLedgers();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void checkTables() {
    for (KilledTable table : tables) {
      List<String> expected = table.expected().apply(source);
      assertThat(found(lake, table)).as("%s; %s", table.name(), when()).isEqualTo(expected);
      whole.put(table.name(), new HashSet<>(Set.of(expected)));
    }
  }

  private Path place(KilledTable table) {
    return lake.lake().resolve(table.name().replace('.', '/'));
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

  /** Runs once more over the same files: nothing may change but what tells of runs. */
  void checkThatNothingNewIsNothingWritten() throws IOException {
    Map<String, String> before = fileStates();
    run(lake);
    assertThat(fileStates()).as(when()).isEqualTo(before);
  }

  /** Takes away the newest note that a batch is done, as if the run had ended just before it. */
  void checkWithoutTheNewestNoteOfEachTable() throws IOException {
    for (KilledTable table : tables) {
      try (Stream<Path> files =
          Files.list(lake.lake().resolve("_sluice/bookmarks/" + table.name()))) {
        Files.delete(
            files
                .filter(file -> file.toString().endsWith(".done"))
                .max(Comparator.naturalOrder())
                .orElseThrow());
      }
    }
    last = "the newest .done of each table was deleted";
    run(lake);
    checkTables();
    leavesNothingBehind();
  }

  private Map<String, String> fileStates() throws IOException {
    Map<String, String> states = new TreeMap<>();
    try (Stream<Path> all = Files.walk(lake.lake())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = lake.lake().relativize(file).toString();
        if (!name.startsWith("_sluice/runs/")) {
          states.put(name, Files.size(file) + " bytes, " + Files.getLastModifiedTime(file));
        }
      }
    }
    return states;
  }

  private List<String> found(Duck where, KilledTable table) {
    List<String> rows = new ArrayList<>();
    where
        .rows("SELECT concat_ws('/', %s) FROM {%s}".formatted(table.columns(), table.name()))
        .forEach(row -> rows.add(row.get(0)));
    Collections.sort(rows);
    return rows;
  }

  private void leavesNothingBehind() throws IOException {
    try (Stream<Path> all = Files.walk(lake.lake())) {
      assertThat(
              all.map(path -> lake.lake().relativize(path).toString())
                  .filter(path -> path.matches("_sluice/(locks|publish|staging)/.+")))
          .as(when())
          .isEmpty();
    }
    for (KilledTable table : tables) {
      if (DeltaFolder.isDelta(place(table))) {
        assertThat(DeltaFolder.of(place(table)).active()).as(when()).allMatch(Files::exists);
      }
    }
  }

  /** Every record was taken once, and every ledger balances. */
  private void keepsBalancedLedgers() throws IOException {
    Map<String, Long> read = new TreeMap<>();
    Map<String, Long> rejected = new TreeMap<>();
    try (Stream<Path> files = Files.list(lake.lake().resolve("_sluice/runs"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        JsonNode ledger = JSON.readTree(file.toFile());
        assertThat(ledger.get("status").textValue())
            .as("%s; %s", file, when())
            .isEqualTo("succeeded");
        assertThat(ledger.get("balanced").booleanValue()).as("%s; %s", file, when()).isTrue();
        String table = ledger.get("table").textValue();
        ledger.get("inputs").forEach(i -> read.merge(table, i.get("rows").longValue(), Long::sum));
        rejected.merge(table, ledger.get("totals").get("rejected").longValue(), Long::sum);
      }
    }
    for (KilledTable table : tables) {
      String what = "%s; %s".formatted(table.name(), when());
      table
          .counts()
          .ifPresent(
              counts -> {
                long lost = counts.rejected().applyAsLong(source);
                assertThat(read.get(table.name()))
                    .as("records of " + what)
                    .isEqualTo(counts.records().applyAsLong(source));
                assertThat(rejected.get(table.name())).as("rejected by " + what).isEqualTo(lost);
                assertThat(lost == 0 ? 0 : quarantined(table))
                    .as("kept of " + what)
                    .isEqualTo(lost);
              });
    }
  }

  private long quarantined(KilledTable table) {
    return lake.number("SELECT count(*) FROM {_sluice/quarantine/" + table.name() + "}");
  }
}
