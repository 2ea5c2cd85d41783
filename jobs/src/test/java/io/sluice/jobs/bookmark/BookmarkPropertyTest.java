package io.sluice.jobs.bookmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.lake.LakeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;

/** Whatever becomes of the files of an input: each state of each is processed exactly once. */
final class BookmarkPropertyTest {

  /** What may befall an input between two runs, and how the next run ends. */
  private record Change(String path, What what, long millis, Ending ending) {}

  private enum What {
    WRITE,
    GROW,
    TOUCH,
    DELETE
  }

  private enum Ending {
    NO_RUN,
    DONE,
    KILLED_BEFORE_PUBLISHING,
    KILLED_BEFORE_DONE,
    DONE_AND_TIDIED
  }

  private final LakeFiles files = new LakeFiles(new Configuration());

  @Property(tries = 80)
  void processesEachStateOfEachFileOnce(@ForAll("changes") @Size(max = 30) List<Change> changes)
      throws IOException {
    Path folder = Files.createTempDirectory("bookmark");
    try {
      follow(changes, new Bookmarks(files, folder + "/cleaned.posts", Clock.systemUTC(), 3));
    } finally {
      FileUtil.fullyDelete(folder.toFile());
    }
  }

  private static void follow(List<Change> changes, Bookmarks bookmarks) {
    Map<String, FileMark> input = new TreeMap<>();
    Set<FileMark> everListed = new HashSet<>();
    Map<FileMark, Integer> processed = new HashMap<>();
    for (Change change : changes) {
      befall(input, change);
      if (change.ending() == Ending.NO_RUN) {
        continue;
      }
      everListed.addAll(input.values());
      Optional<Batch> open = bookmarks.read().openBatch();
      open.filter(batch -> batch.runId().equals("published")).ifPresent(bookmarks::finish);
      run(bookmarks, List.copyOf(input.values()), change.ending(), processed);
    }
    bookmarks
        .read()
        .openBatch()
        .filter(b -> b.runId().equals("published"))
        .ifPresent(bookmarks::finish);
    everListed.addAll(input.values());
    run(bookmarks, List.copyOf(input.values()), Ending.DONE, processed);

    assertThat(processed.values()).allMatch(times -> times == 1);
    assertThat(everListed).containsAll(processed.keySet());
    assertThat(processed.keySet()).containsAll(input.values());
    assertThat(bookmarks.read().compare("in", List.copyOf(input.values())).isEmpty()).isTrue();
    Set<FileMark> remembered = new HashSet<>();
    bookmarks.read().batches().forEach(b -> remembered.addAll(b.inputs().get("in").files()));
    assertThat(remembered).isEqualTo(processed.keySet());
  }

  private static void befall(Map<String, FileMark> input, Change change) {
    FileMark old = input.get(change.path());
    long bytes = old == null ? 1 : old.bytes();
    switch (change.what()) {
      case WRITE -> input.put(change.path(), mark(change.path(), 1, change.millis()));
      case GROW -> input.put(change.path(), mark(change.path(), bytes + 1, change.millis()));
      case TOUCH ->
          input.computeIfPresent(change.path(), (p, m) -> mark(p, m.bytes(), change.millis()));
      case DELETE -> input.remove(change.path());
    }
  }

  private static FileMark mark(String path, long bytes, long millis) {
    return new FileMark("file:/raw/" + path, bytes, millis, Optional.empty());
  }

  private static void run(
      Bookmarks bookmarks, List<FileMark> listed, Ending ending, Map<FileMark, Integer> processed) {
    Bookmark bookmark = bookmarks.read();
    FileChanges changes = bookmark.compare("in", listed);
    assertThat(changes.known() + changes.fresh().size() + changes.rewritten().size())
        .isEqualTo(listed.size());
    if (changes.isEmpty()) {
      return;
    }
    List<FileMark> work = new ArrayList<>(changes.fresh());
    work.addAll(changes.rewritten());
    String run = ending == Ending.KILLED_BEFORE_PUBLISHING ? "killed" : "published";
    Batch batch =
        new Batch(
            bookmark.nextNumber(), run, "2024-06-01T12:00:00Z", Map.of("in", InputMark.of(work)));
    bookmarks.plan(batch);
    if (ending == Ending.KILLED_BEFORE_PUBLISHING) {
      return;
    }
    work.forEach(file -> processed.merge(file, 1, Integer::sum));
    if (ending != Ending.KILLED_BEFORE_DONE) {
      bookmarks.finish(batch);
    }
    if (ending == Ending.DONE_AND_TIDIED) {
      bookmarks.tidy();
    }
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    Arbitrary<String> paths = Arbitraries.of("a", "b", "c", "2024/06/01/late", "d=1/x");
    // Few enough times that files share a second, go back in time, and come back to where they
    // were.
    Arbitrary<Long> times = Arbitraries.of(0L, 1_000L, 1_001L, 2_000L);
    return Combinators.combine(
            paths, Arbitraries.of(What.class), times, Arbitraries.of(Ending.class))
        .as(Change::new)
        .list();
  }
}
