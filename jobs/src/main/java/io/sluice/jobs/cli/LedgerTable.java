package io.sluice.jobs.cli;

import io.sluice.jobs.run.Ledger;
import io.sluice.jobs.run.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of several runs as one table of text. */
final class LedgerTable {

  private static final List<String> HEAD =
      List.of(
          "pipeline",
          "rows in",
          "out",
          "filtered",
          "rejected",
          "deduplicated",
          "other",
          "files",
          "bytes",
          "seconds",
          "");

  private LedgerTable() {}

  static String of(List<Ledger> ledgers) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    ledgers.forEach(ledger -> rows.add(row(ledger)));
    return TextTable.of(rows, 1);
  }

  private static List<String> row(Ledger ledger) {
    Totals totals = ledger.totals();
    return List.of(
        ledger.table(),
        number(totals.rowsIn()),
        number(totals.rowsOut()),
        number(totals.filtered()),
        number(totals.rejected()),
        number(totals.deduplicated()),
        other(totals),
        number(ledger.output().files()),
        bytes(ledger.output().bytes()),
        String.format(Locale.ROOT, "%.1f", ledger.seconds()),
        ledger.succeeded() ? outcome(ledger) : ledger.status());
  }

  private static String outcome(Ledger ledger) {
    return ledger.reason().isEmpty() ? "balanced" : ledger.reason();
  }

  /** What the plain columns do not say: the columns and this one make the rows read. */
  private static String other(Totals totals) {
    List<String> parts = new ArrayList<>();
    if (totals.lookedUp() != 0) {
      parts.add(number(totals.lookedUp()) + " looked up");
    }
    if (totals.aggregated() != 0) {
      parts.add(number(totals.aggregated()) + " aggregated");
    }
    if (totals.added() != 0) {
      parts.add("-" + number(totals.added()) + " added");
    }
    return String.join(", ", parts);
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String bytes(long value) {
    if (value < 1024) {
      return value + " B";
    }
    int unit = Math.min(4, (63 - Long.numberOfLeadingZeros(value)) / 10);
    return String.format(
        Locale.ROOT, "%.1f %siB", value / Math.pow(1024, unit), " KMGT".charAt(unit));
  }
}
