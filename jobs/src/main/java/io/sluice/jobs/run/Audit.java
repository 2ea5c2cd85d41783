package io.sluice.jobs.run;

import io.sluice.jobs.run.Books.InputEntry;
import io.sluice.jobs.run.Books.Line;
import io.sluice.jobs.run.Books.StepEntry;
import io.sluice.transforms.Accounting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/**
 * What the figures of a run say, and whether they balance: for each step, rows in and rows added
 * are the rows out and those left out, place by place; and what leaves the last step is what was
 * written.
 */
final class Audit {

  /** The figures of an input: all its rows, and those of them that did not parse. */
  record InputFigures(String name, long rows, long rejected, Set<String> badFiles) {}

  /**
   * The figures of a step.
   *
   * @param counts rows left out or added, by the ledger's name for the reason
   * @param parts the same rows, by what became of them
   * @param badFiles the files in which rows rejected here stand, as far as they are known
   */
  record StepFigures(
      String name,
      String transform,
      long rowsIn,
      long rowsOut,
      Map<String, Long> counts,
      Map<Totals.Part, Long> parts,
      Set<String> badFiles) {}

  private final List<InputFigures> inputs = new ArrayList<>();
  private final List<StepFigures> steps = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final Map<String, Long> flows = new LinkedHashMap<>();
  private final Map<String, Integer> uses = new HashMap<>();
  private long rowsWritten;

  private Audit() {}

  /**
   * Reads the figures.
   *
   * @param end the flow that was written
   * @param metrics what was counted at each place of the plan
   * @param rowsWritten the rows that the write job put into files
   */
  static Audit of(Books books, String end, Map<String, Row> metrics, long rowsWritten) {
    Audit audit = new Audit();
    for (InputEntry input : books.inputs()) {
      audit.read(input, metrics);
    }
    for (StepEntry step : books.steps()) {
      audit.read(step, metrics);
    }
    audit.uses.merge(end, 1, Integer::sum);
    audit.rowsWritten = rowsWritten;
    audit.check("the files written", rowsWritten, audit.flows.getOrDefault(end, 0L));
    if (audit.faults.isEmpty() && !audit.totals().balanced()) {
      audit.faults.add("the sums differ: " + audit.totals());
    }
    return audit;
  }

  List<InputFigures> inputs() {
    return inputs;
  }

  List<StepFigures> steps() {
    return steps;
  }

  /**
   * Returns the figures of the whole run. A result that no step takes as its rows, nor adds to
   * them, was only matched against; one that several steps take counts once for each.
   */
  Totals totals() {
    long lookedUp = 0;
    long added = sum(Totals.Part.ADDED);
    for (Map.Entry<String, Long> flow : flows.entrySet()) {
      int taken = uses.getOrDefault(flow.getKey(), 0);
      lookedUp += taken == 0 ? flow.getValue() : 0;
      added += taken > 1 ? flow.getValue() * (taken - 1) : 0;
    }
    long rowsIn = inputs.stream().mapToLong(InputFigures::rows).sum();
    long malformed = inputs.stream().mapToLong(InputFigures::rejected).sum();
    return new Totals(
        rowsIn,
        rowsWritten,
        malformed + sum(Totals.Part.REJECTED),
        sum(Totals.Part.FILTERED),
        sum(Totals.Part.DEDUPLICATED),
        sum(Totals.Part.AGGREGATED),
        lookedUp,
        added);
  }

  private long sum(Totals.Part part) {
    return steps.stream().mapToLong(s -> s.parts().getOrDefault(part, 0L)).sum();
  }

  /** Returns where the books do not balance, in words; empty when they do. */
  List<String> faults() {
    return faults;
  }

  private void read(InputEntry entry, Map<String, Row> metrics) {
    Row figures = metrics.get(entry.place());
    if (figures == null) {
      faults.add("nothing was counted at %s".formatted(entry.place()));
      return;
    }
    long rows = figure(figures, Books.ROWS) + entry.unreadable();
    long rejected = figure(figures, Books.TAKEN) + entry.unreadable();
    inputs.add(new InputFigures(entry.name(), rows, rejected, files(figures)));
    flows.put(entry.name(), rows - rejected);
  }

  private void read(StepEntry entry, Map<String, Row> metrics) {
    long rowsIn = flows.getOrDefault(entry.from(), 0L);
    uses.merge(entry.from(), 1, Integer::sum);
    StepCount step = new StepCount(entry, rowsIn);
    for (Line line : entry.lines()) {
      Row figures = metrics.get(line.place());
      if (figures == null) {
        faults.add("nothing was counted at step %s".formatted(entry.name()));
        continue;
      }
      step.pass(line, figures);
    }
    faults.addAll(step.faults);
    unite(entry, step);
    steps.add(
        new StepFigures(
            entry.name(),
            entry.transform(),
            rowsIn,
            step.now,
            step.counts,
            step.parts,
            step.badFiles));
    flows.put(entry.flow(), step.now);
  }

  /** Rows that a union adds are taken from the flows it names: none of them comes from nowhere. */
  private void unite(StepEntry entry, StepCount step) {
    if (entry.accounting() != Accounting.UNITES || entry.others().isEmpty()) {
      return;
    }
    long held = entry.others().stream().mapToLong(flow -> flows.getOrDefault(flow, 0L)).sum();
    if (step.added() != held) {
      faults.add(
          "step %s (%s) added %d rows where %d were to be had"
              .formatted(entry.name(), entry.transform(), step.added(), held));
    }
    entry.others().forEach(flow -> uses.merge(flow, 1, Integer::sum));
    step.parts.remove(Totals.Part.ADDED);
  }

  private void check(String where, long found, long expected) {
    if (found != expected) {
      faults.add("%s hold %d rows where %d were expected".formatted(where, found, expected));
    }
  }

  private static long figure(Row figures, String name) {
    return List.of(figures.schema().fieldNames()).contains(name) ? figures.<Long>getAs(name) : 0L;
  }

  private static Set<String> files(Row figures) {
    return List.of(figures.schema().fieldNames()).contains(Books.FILES)
        ? new TreeSet<>(figures.getList(figures.fieldIndex(Books.FILES)))
        : Set.of();
  }

  /** Follows the rows through one step. */
  private static final class StepCount {

    private final StepEntry entry;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Map<Totals.Part, Long> parts = new HashMap<>();
    private final Set<String> badFiles = new TreeSet<>();
    private final List<String> faults = new ArrayList<>();
    private long now;

    StepCount(StepEntry entry, long rowsIn) {
      this.entry = entry;
      this.now = rowsIn;
    }

    void pass(Line line, Row figures) {
      long taken = figure(figures, Books.TAKEN);
      if (line.kind() == Books.Kind.ADDED) {
        book(Totals.Part.ADDED, line.reason(), taken);
        now += taken;
      }
      long here = figure(figures, Books.ROWS);
      if (here != now) {
        explain(here - now);
        now = here;
      }
      switch (line.kind()) {
        case FILTERED -> leaveOut(Totals.Part.FILTERED, line.reason(), taken);
        case DEDUPLICATED -> leaveOut(Totals.Part.DEDUPLICATED, line.reason(), taken);
        case REJECTED -> leaveOut(Totals.Part.REJECTED, "rejected", taken);
        case ADDED, PASSED -> {}
      }
      badFiles.addAll(files(figures));
    }

    long added() {
      return parts.getOrDefault(Totals.Part.ADDED, 0L);
    }

    private void leaveOut(Totals.Part part, String reason, long rows) {
      book(part, reason, rows);
      now -= rows;
    }

    private void explain(long difference) {
      String reason = entry.accounting().reasonFor(difference);
      if (reason == null) {
        faults.add(
            "step %s (%s) passed %d rows on where %d were expected"
                .formatted(entry.name(), entry.transform(), now + difference, now));
        return;
      }
      book(Totals.Part.of(reason, difference), reason, Math.abs(difference));
    }

    private void book(Totals.Part part, String reason, long rows) {
      if (rows != 0) {
        counts.merge(reason, rows, Long::sum);
        parts.merge(part, rows, Long::sum);
      }
    }
  }
}
