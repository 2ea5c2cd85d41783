package io.sluice.jobs.cli;

import io.sluice.jobs.run.Ledger;

/** One ledger in full, for reading. */
final class LedgerText {

  private LedgerText() {}

  static String of(Ledger ledger) {
    StringBuilder text = new StringBuilder();
    line(text, "%n%s  run %s, %s", ledger.table(), ledger.runId(), ledger.status());
    if (!ledger.reason().isEmpty()) {
      line(text, "  %s", ledger.reason());
    }
    line(text, "  %s, %.1f s, env %s", ledger.startedAt(), ledger.seconds(), ledger.env());
    for (Ledger.Input input : ledger.inputs()) {
      line(
          text,
          "  in   %-24s %12s rows, %s rejected, %s files, %s",
          input.name(),
          LedgerTable.number(input.rows()),
          LedgerTable.number(input.rejected()),
          LedgerTable.number(input.files()),
          LedgerTable.bytes(input.bytes()));
    }
    for (Ledger.StepCount step : ledger.steps()) {
      line(
          text,
          "  step %-24s %12s in, %s out",
          step.name(),
          LedgerTable.number(step.rowsIn()),
          LedgerTable.number(step.rowsOut()));
      step.counts()
          .forEach(
              (reason, rows) -> line(text, "         %12s %s", LedgerTable.number(rows), reason));
    }
    ledger
        .quarantined()
        .forEach(
            (reason, rows) ->
                line(text, "  quarantined %12s %s", LedgerTable.number(rows), reason));
    line(
        text,
        "  out  %-24s %12s rows, %s files, %s",
        ledger.output().format() + ", " + ledger.output().mode(),
        LedgerTable.number(ledger.output().rows()),
        LedgerTable.number(ledger.output().files()),
        LedgerTable.bytes(ledger.output().bytes()));
    line(text, "       %s", ledger.output().path());
    line(text, "  %s", ledger.balanced() ? "balanced" : "not balanced");
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(format.formatted(values)).append(System.lineSeparator());
  }
}
