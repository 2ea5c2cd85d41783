package io.sluice.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.TestSpark;
import io.sluice.jobs.run.ScanWatch.Scan;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run costs, as Spark itself reports it. */
class OneScanTest {

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void prepare() {
    lake = new Lake(folder);
    lake.pipeline(
        "cleaned.posts",
        """
        read:
          posts: { path: raw/posts, format: json, schema: "userId STRING, id INT, title STRING" }
        steps:
          - filter: id > 0
          - apply_mapping:
              - [userId, string, UserID, int]
              - [id, int, PostID, int]
        quarantine: { max_rows: 100 }
        """);
    for (int file = 0; file < 3; file++) {
      lake.write(
          "raw/posts/good-%d.json".formatted(file),
          """
          {"userId": "1", "id": 1, "title": "a"}
          {"userId": "2", "id": -2, "title": "b"}
          """);
    }
  }

  @Test
  void readsItsSourceOnceWhenNothingIsRejected() {
    try (ScanWatch watch = new ScanWatch(TestSpark.session())) {
      Ledger ledger = lake.run().get(0);

      assertThat(ledger.totals()).isEqualTo(new Totals(6, 3, 0, 3, 0, 0, 0, 0));
      assertThat(watch.scans()).extracting(Scan::rows).containsExactly(6L);
    }
  }

  @Test
  void readsOnlyTheFilesThatHoldRejectsAgain() {
    lake.write(
        "raw/posts/malformed.json", "{\"userId\": \"3\", \"id\": 3}\nnot json\n{\"id\": 4}\n");
    lake.write("raw/posts/uncastable.json", "{\"userId\": \"x\", \"id\": 5}\n");

    try (ScanWatch watch = new ScanWatch(TestSpark.session())) {
      Ledger ledger = lake.run().get(0);

      assertThat(ledger.totals()).isEqualTo(new Totals(10, 5, 2, 3, 0, 0, 0, 0));
      List<Scan> scans = watch.scans();
      assertThat(scans.get(0).rows()).isEqualTo(10);
      assertThat(scans.subList(1, scans.size()))
          .extracting(Scan::rows)
          .as("the malformed file's 3 rows, and the 1 row of the other")
          .containsExactlyInAnyOrder(3L, 1L);
    }
  }

  @Test
  void carriesNoTextAndNoFileNamesThroughThePassThatWrites() {
    try (ScanWatch watch = new ScanWatch(TestSpark.session())) {
      lake.pipeline(
          "cleaned.ids",
          """
          read: { posts: { path: raw/posts, format: json, schema: "userId STRING, id INT" } }
          steps: [ { select_fields: [id] } ]
          """);
      lake.run("cleaned.ids");

      assertThat(watch.plans().get(0))
          .contains("__sluice_reasons", "__sluice_bad_file")
          .doesNotContain("__sluice_raw", "__sluice_file", "userId", "Exchange");
    }
  }
}
