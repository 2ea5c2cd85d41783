package io.sluice.jobs.cli;

import static io.sluice.jobs.cli.LedgerTable.bytes;
import static io.sluice.jobs.cli.LedgerTable.number;

import io.sluice.jobs.run.Ledger;
import java.util.ArrayList;
import java.util.List;

/** One ledger in full, for reading. */
final class LedgerText {

  private LedgerText() {}

  static String of(Ledger ledger) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("%s  run %s, %s".formatted(ledger.table(), ledger.runId(), ledger.status()));
    if (!ledger.reason().isEmpty()) {
      lines.add("  " + ledger.reason());
    }
    lines.add("  %s, %.1f s, env %s".formatted(ledger.startedAt(), ledger.seconds(), ledger.env()));
    ledger.inputs().forEach(input -> lines.add(input(input)));
    for (Ledger.StepCount step : ledger.steps()) {
      lines.add(
          "  step %-24s %12s in, %s out"
              .formatted(step.name(), number(step.rowsIn()), number(step.rowsOut())));
      step.counts().forEach((reason, rows) -> lines.add(reason("", reason, rows)));
    }
    ledger.quarantined().forEach((reason, rows) -> lines.add(reason("quarantined", reason, rows)));
    lines.add(output(ledger.output()));
    lines.add("       " + ledger.output().path());
    lines.add("  " + (ledger.balanced() ? "balanced" : "not balanced"));
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }

  private static String input(Ledger.Input input) {
    return "  in   %-24s %12s rows, %s rejected, %s files, %s"
        .formatted(
            input.name(),
            number(input.rows()),
            number(input.rejected()),
            number(input.files()),
            bytes(input.bytes()));
  }

  private static String output(Ledger.Output output) {
    return "  out  %-24s %12s rows, %s files, %s"
        .formatted(
            output.format() + ", " + output.mode(),
            number(output.rows()),
            number(output.files()),
            bytes(output.bytes()));
  }

  private static String reason(String label, String reason, long rows) {
    return "       %-24s %12s %s".formatted(label, number(rows), reason);
  }
}
