package io.sluice.bench;

import static java.time.Instant.EPOCH;
import static java.time.temporal.ChronoUnit.MICROS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChangeLogTest {
  private static final ChangeLog LOG = new ChangeLog(7, 20_000, 2_000, 20);

  @Test
  void makesTheSameChangeFromTheSameNumber() {
    assertThat(LOG.change(4711)).isEqualTo(new ChangeLog(7, 20_000, 2_000, 20).change(4711));
    assertThat(LOG.change(4711)).isNotEqualTo(LOG.change(4712));
    assertThat(LOG.change(4711)).isNotEqualTo(new ChangeLog(8, 20_000, 2_000, 20).change(4711));
  }

  @Test
  void spreadsTheChangesOverAllKeys() {
    Set<Long> keys = changes().stream().map(Change::id).collect(Collectors.toSet());

    assertThat(keys).hasSize(2_000).allMatch(key -> key >= 1 && key <= 2_000);
  }

  @Test
  void deletesInOneChangeOfTwentyAndNeverAKeyThatHasLateChanges() {
    Set<Long> deleted = keys(Change::deleted);
    Set<Long> late = new HashSet<>();
    Instant last = Instant.MIN;
    for (Change change : changes()) {
      if (change.ts().isBefore(last)) {
        late.add(change.id());
      } else {
        last = change.ts();
      }
    }

    assertThat(changes().stream().filter(Change::deleted).count()).isBetween(900L, 1_100L);
    assertThat(late).hasSizeBetween(300, 420).doesNotContainAnyElementsOf(deleted);
  }

  @Test
  void hasNoTwoChangesOfOneTime() {
    assertThat(changes()).extracting(Change::ts).doesNotHaveDuplicates();
  }

  @Test
  void bringsLateChangesInTheSameBatchAndInLaterOnes() {
    // A change is a millisecond after the one before it; the last digits say by how much it is
    // late.
    List<Long> lags =
        changes().stream().map(change -> EPOCH.until(change.ts(), MICROS) % 1_000).toList();

    assertThat(lags.stream().filter(lag -> lag == 1).count()).isBetween(150L, 260L);
    assertThat(lags.stream().filter(lag -> lag == 2).count()).isBetween(150L, 260L);
    assertThat(lags).containsOnly(0L, 1L, 2L);
  }

  @Test
  void cutsTheLogIntoBatchesThatMeet() {
    ChangeLog uneven = new ChangeLog(7, 10, 3, 4);

    assertThat(LongStream.rangeClosed(0, 4).map(batch -> uneven.first((int) batch)))
        .containsExactly(0L, 2L, 5L, 7L, 10L);
  }

  @Test
  void refusesNumbersThatMakeNoLog() {
    assertThatThrownBy(() -> new ChangeLog(7, 5, 3, 6))
        .hasMessage(
            "Cannot make changes: 5 over 3 keys in 6 batches"
                + " (each must be 1 or more, and a batch holds one at least). Correct the numbers.");
    assertThatThrownBy(() -> new ChangeLog(7, 5, 0, 2)).hasMessageContaining("over 0 keys");
    assertThatThrownBy(() -> new ChangeLog(7, 0, 1, 0)).hasMessageContaining("0 batches");
  }

  private static Set<Long> keys(Predicate<Change> which) {
    return changes().stream().filter(which).map(Change::id).collect(Collectors.toSet());
  }

  private static List<Change> changes() {
    return LongStream.range(0, LOG.changes()).mapToObj(LOG::change).toList();
  }
}
