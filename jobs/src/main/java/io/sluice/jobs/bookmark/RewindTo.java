package io.sluice.jobs.bookmark;

import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Messages;
import io.sluice.jobs.pipeline.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Finds the last batch that is to count, by a run or by a point in time. */
final class RewindTo {

  private final String table;
  private final List<Batch> batches;

  private RewindTo(String table, List<Batch> batches) {
    this.table = table;
    this.batches = batches;
  }

  static Rewound of(String table, Bookmark bookmark, String given) {
    List<Batch> batches = bookmark.batches();
    RewindTo to = new RewindTo(table, batches);
    int kept =
        to.afterRun(given)
            .or(() -> Moments.parse(given).map(to::until))
            .orElseThrow(() -> to.unknown(given));
    Optional<Batch> last = kept == 0 ? Optional.empty() : Optional.of(batches.get(kept - 1));
    List<Batch> undone = batches.subList(kept, batches.size());
    return new Rewound(last, undone, undone.isEmpty() ? Optional.empty() : bookmark.openBatch());
  }

  private Optional<Integer> afterRun(String run) {
    for (int i = batches.size() - 1; i >= 0; i--) {
      String id = batches.get(i).runId();
      if (!id.isEmpty() && (id.equals(run) || invocation(id).equals(run))) {
        return Optional.of(i + 1);
      }
    }
    return Optional.empty();
  }

  private int until(Instant instant) {
    int kept = 0;
    while (kept < batches.size() && !Instant.parse(batches.get(kept).at()).isAfter(instant)) {
      kept++;
    }
    return kept;
  }

  private InvalidInputException unknown(String given) {
    List<String> newestFirst =
        new ArrayList<>(
            batches.stream()
                .map(Batch::runId)
                .filter(id -> !id.isEmpty())
                .map(this::invocation)
                .distinct()
                .toList());
    Collections.reverse(newestFirst);
    return new InvalidInputException(
        Problem.of(
            Messages.cannot(
                "rewind bookmark to",
                given,
                "neither a run whose batch is done, nor a time such as 2024-06-01T12:00:00Z",
                Messages.known("Runs are", given, newestFirst))));
  }

  /** A run among several is named after the command that started them all, and its table. */
  private String invocation(String runId) {
    String suffix = "." + table;
    return runId.endsWith(suffix) ? runId.substring(0, runId.length() - suffix.length()) : runId;
  }
}
