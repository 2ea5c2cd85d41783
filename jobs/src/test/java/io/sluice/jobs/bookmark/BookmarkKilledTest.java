package io.sluice.jobs.bookmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.bookmark.Entry.Kind;
import io.sluice.jobs.lake.LakeFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Stops dead at the n-th change of the file system, for every n there is. */
class BookmarkKilledTest {

  private static final String AT = "2024-06-01T12:00:00Z";

  @TempDir private Path lake;
  private final LakeFiles files = new LakeFiles(new Configuration());
  private int tries;

  /** All that a bookmark says. */
  private record Said(BookmarkMode mode, List<Batch> batches, Optional<Batch> open, long next) {
    static Said by(Bookmark b) {
      return new Said(b.mode(), b.batches(), b.openBatch(), b.nextNumber());
    }
  }

  private static Batch batch(long number) {
    FileMark file = new FileMark("file:/raw/" + number, 1, number, Optional.of("e" + number));
    return new Batch(number, "run" + number, AT, Map.of("in", InputMark.of(List.of(file))));
  }

  private Bookmarks store(LakeFiles through) {
    return new Bookmarks(
        through, lake.resolve(tries + "/cleaned.posts").toString(), Clock.systemUTC(), 3);
  }

  /** Leaves six batches done, a rewind, a set, a mode, and perhaps an open batch. */
  private void fill(boolean open) {
    Path folder = lake.resolve(tries + "/cleaned.posts");
    for (int i = 1; i <= 6; i++) {
      Written.done(folder, batch(i));
    }
    entry(folder, Kind.REWIND, 7, OptionalLong.of(4), BookmarkMode.ENABLED);
    entry(folder, Kind.SET, 8, OptionalLong.empty(), BookmarkMode.ENABLED);
    entry(folder, Kind.MODE, 9, OptionalLong.empty(), BookmarkMode.PAUSED);
    if (open) {
      Written.planned(folder, batch(10));
    }
  }

  private static void entry(
      Path folder, Kind kind, long number, OptionalLong to, BookmarkMode mode) {
    Batch batch = new Batch(number, "", AT, batch(99).inputs());
    Written.write(
        folder,
        BookmarkFolder.entry(number),
        BookmarkJson.text(new Entry(kind, batch, to, Optional.of(mode))));
  }

  static Stream<Arguments> changes() {
    Batch again = new Batch(10, "again", AT, Map.of("other", InputMark.upTo(3)));
    return Stream.of(
        change("plan", false, 2, store -> store.plan(batch(10))),
        change("plan anew", true, 2, store -> store.plan(again)),
        change("finish", true, 2, store -> store.finish(batch(10))),
        change("finish a rebuild", true, 2, store -> store.finish(batch(10).asRebuild())),
        change("reset", true, 2, Bookmarks::reset),
        change("rewind", true, 2, store -> store.rewind("run3")),
        change("set", true, 2, store -> store.set(Map.of("in", InputMark.upTo(9)))),
        change("mode", true, 2, store -> store.mode(BookmarkMode.DISABLED)),
        change("tidy", false, 18, Bookmarks::tidy),
        change("tidy with an open batch", true, 18, Bookmarks::tidy));
  }

  private static Arguments change(String name, boolean open, int least, Consumer<Bookmarks> what) {
    return Arguments.of(name, open, least, Named.of("change", what));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void saysWhatItSaidBeforeOrWhatItIsToSayWhereverItIsKilled(
      String name, boolean open, int least, Consumer<Bookmarks> what) {
    fill(open);
    Said before = Said.by(store(files).read());
    what.accept(store(files));
    Said after = Said.by(store(files).read());
    int deaths = 0;
    boolean finished = false;
    while (!finished) {
      tries++;
      fill(open);
      MortalFileSystem.changesLeft = ++deaths;
      try {
        what.accept(store(MortalFileSystem.files()));
        finished = true;
      } catch (MortalFileSystem.Killed e) {
        assertThat(known(Said.by(store(files).read()))).isIn(known(before), known(after));
        what.accept(store(files));
      }
      assertThat(known(Said.by(store(files).read()))).as("%s again", name).isEqualTo(known(after));
    }
    assertThat(deaths).isGreaterThan(least);
  }

  /**
   * What is done twice may leave one number more behind it, and holds the time of the second; what
   * a rebuild was planned as comes to the same.
   */
  private static Said known(Said said) {
    List<Batch> batches =
        said.batches().stream()
            .map(b -> b.runId().isEmpty() ? new Batch(99, "", AT, b.inputs()) : b)
            .distinct()
            .toList();
    Optional<Batch> open =
        said.open().map(b -> new Batch(b.number(), b.runId(), b.at(), b.inputs()));
    return new Said(said.mode(), batches, open, 0);
  }

  @Test
  void leavesNothingBehindOnceItIsTidiedAgain() {
    MortalFileSystem.changesLeft = 1;
    boolean finished = false;
    int deaths = 0;
    while (!finished) {
      tries++;
      fill(false);
      MortalFileSystem.changesLeft = ++deaths;
      try {
        store(MortalFileSystem.files()).tidy();
        finished = true;
      } catch (MortalFileSystem.Killed e) {
        store(files).tidy();
      }
      assertThat(Set.copyOf(files.names(lake.resolve(tries + "/cleaned.posts").toString())))
          .isEqualTo(Set.of("00000001-00000009.json", "00000001-00000009.done"));
    }
  }

  @Test
  void readsOnWhileAnotherTidiesUp() throws InterruptedException {
    fill(false);
    Said said = Said.by(store(files).read());
    for (int round = 0; round < 20; round++) {
      tries++;
      fill(false);
      Thread tidying = new Thread(() -> store(files).tidy());
      tidying.start();
      while (tidying.isAlive()) {
        assertThat(known(Said.by(store(files).read()))).isEqualTo(known(said));
      }
      tidying.join();
    }
  }
}
