package io.sluice.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.run.Ledger;
import io.sluice.jobs.run.Totals;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTableTest {

  private static Ledger ledger(String table, String status, Totals totals, long bytes) {
    return new Ledger(
        "r1",
        table,
        "local",
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:02Z",
        2.25,
        status,
        status.equals(Ledger.SUCCEEDED) ? "" : "why it stopped",
        "full",
        List.of(new Ledger.Input("posts", 2, 2048, totals.rowsIn(), totals.rejected())),
        List.of(new Ledger.StepCount("filter", "filter", 3, 2, Map.of("id > 1", 1L))),
        totals,
        Map.of("not JSON", totals.rejected()),
        List.of(),
        new Ledger.Output(
            "parquet", "/lake/" + table, "overwrite", totals.rowsOut(), 1, bytes, List.of()),
        totals.balanced());
  }

  @Test
  void laysOutTheFiguresOfEachRun() {
    String table =
        LedgerTable.of(
            List.of(
                ledger(
                    "cleaned.posts", "succeeded", new Totals(1234, 1000, 4, 230, 0, 0, 0, 0), 900),
                ledger(
                    "curated.all", "stopped", new Totals(110, 105, 0, 0, 0, 5, 10, 10), 5 << 20)));

    assertThat(table)
        .isEqualTo(
            """
            pipeline       rows in    out  filtered  rejected  deduplicated                                  other  files    bytes  seconds
            -----------------------------------------------------------------------------------------------------------------------------------------
            cleaned.posts    1,234  1,000       230         4             0                                             1    900 B      2.3  balanced
            curated.all        110    105         0         0             0  10 looked up, 5 aggregated, -10 added      1  5.0 MiB      2.3  stopped
            """);
  }

  @Test
  void tellsOneRunInFull() {
    String text =
        LedgerText.of(ledger("cleaned.posts", "stopped", new Totals(4, 2, 1, 1, 0, 0, 0, 0), 2048));

    assertThat(text.lines().map(String::strip))
        .contains(
            "cleaned.posts  run r1, stopped",
            "why it stopped",
            "in   posts                               4 rows, 1 rejected, 2 files, 2.0 KiB",
            "step filter                              3 in, 2 out",
            "1 id > 1",
            "balanced");
  }
}
