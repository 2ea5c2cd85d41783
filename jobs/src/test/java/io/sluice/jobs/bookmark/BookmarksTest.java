package io.sluice.jobs.bookmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.pipeline.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BookmarksTest {

  private static final String RAW = "file:/lake/raw/posts/";

  @TempDir private Path lake;
  private final LakeFiles files = new LakeFiles(new Configuration());
  private Path folder;
  private Bookmarks bookmarks;

  @BeforeEach
  void open() {
    folder = lake.resolve("_sluice/bookmarks/cleaned.posts");
    bookmarks = new Bookmarks(files, folder.toString());
  }

  private static FileMark file(String name, long millis) {
    return new FileMark(RAW + name, 10, millis, Optional.empty());
  }

  private static Batch batch(long number, FileMark... marks) {
    return new Batch(
        number,
        "run%d.cleaned.posts".formatted(number),
        "2024-06-%02dT12:00:00Z".formatted(Math.min(number, 30)),
        Map.of("posts", InputMark.of(List.of(marks))));
  }

  private Batch process(FileMark... marks) {
    Batch batch = batch(bookmarks.read().nextNumber(), marks);
    bookmarks.plan(batch);
    bookmarks.doneDocuments(batch).forEach(files::write);
    return batch;
  }

  private FileChanges compare(FileMark... listed) {
    return bookmarks.read().compare("posts", List.of(listed));
  }

  private static List<Long> numbers(List<Batch> batches) {
    return batches.stream().map(Batch::number).toList();
  }

  private List<String> names() {
    return files.names(folder.toString());
  }

  @Test
  void isEmptyBeforeTheFirstRun() {
    Bookmark bookmark = bookmarks.read();

    assertThat(bookmark.isEmpty()).isTrue();
    assertThat(bookmark.mode()).isEqualTo(BookmarkMode.ENABLED);
    assertThat(bookmark.open()).isEmpty();
    assertThat(bookmark.nextNumber()).isEqualTo(1);
    assertThat(bookmark.version("posts")).isEmpty();
    assertThat(bookmark.compare("posts", List.of(file("a", 1))).fresh()).hasSize(1);
    assertThat(folder).doesNotExist();
  }

  @Test
  void countsABatchOnlyOnceItIsDone() {
    Batch planned = batch(1, file("a", 1));
    bookmarks.plan(planned);

    Bookmark open = bookmarks.read();
    assertThat(open.isEmpty()).isTrue();
    assertThat(open.open()).hasValue(1);
    assertThat(open.openBatch()).contains(planned);
    assertThat(open.nextNumber()).isEqualTo(1);
    assertThat(compare(file("a", 1)).fresh()).containsExactly(file("a", 1));

    bookmarks.finish(planned);

    Bookmark done = bookmarks.read();
    assertThat(done.batches()).containsExactly(planned);
    assertThat(done.openBatch()).isEmpty();
    assertThat(done.nextNumber()).isEqualTo(2);
    assertThat(compare(file("a", 1)).known()).isEqualTo(1);
    assertThat(names()).containsExactly("00000001.done", "00000001.json");
  }

  @Test
  void replacesAnOpenBatchThatIsPlannedAnew() {
    bookmarks.plan(batch(1, file("a", 1)));
    Batch again = batch(1, file("b", 1));
    bookmarks.plan(again);
    bookmarks.finish(again);

    assertThat(bookmarks.read().batches()).containsExactly(again);
    assertThatThrownBy(() -> bookmarks.plan(again))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Cannot plan batch: 1 of ")
        .hasMessageEndingWith("(it is done). Plan number 2.");
  }

  @Test
  void tellsFreshRewrittenGoneAndKnownFilesApart() {
    FileMark tagged = new FileMark(RAW + "tag", 10, 5, Optional.of("e1"));
    process(
        file("same", 1),
        file("time", 1),
        file("bytes", 1),
        file("gone2", 1),
        file("gone1", 1),
        tagged);
    FileMark time = file("time", 0);
    FileMark bytes = new FileMark(RAW + "bytes", 11, 1, Optional.empty());
    FileMark tag = new FileMark(RAW + "tag", 10, 5, Optional.of("e2"));

    FileChanges changes = compare(file("new", 1), file("same", 1), time, bytes, tag);

    assertThat(changes.fresh()).containsExactly(file("new", 1));
    assertThat(changes.rewritten()).containsExactly(time, bytes, tag);
    assertThat(changes.gone()).containsExactly(RAW + "gone1", RAW + "gone2");
    assertThat(changes.known()).isEqualTo(1);
    assertThat(changes.isEmpty()).isFalse();
    assertThat(bookmarks.read().compare("users", List.of(tagged)).fresh()).containsExactly(tagged);
  }

  @Test
  void asksForEtagsOnlyWhereBothHaveOne() {
    FileMark plain = file("a", 1);
    FileMark tagged = new FileMark(RAW + "a", 10, 1, Optional.of("e"));
    process(plain);
    assertThat(compare(tagged).isEmpty()).isTrue();
    process(new FileMark(RAW + "b", 10, 1, Optional.of("e")));
    assertThat(compare(plain, file("b", 1)).known()).isEqualTo(2);
  }

  @Test
  void knowsAFileInEveryStateInWhichItWasProcessed() {
    process(file("a", 5));
    process(file("a", 7));
    process(file("a", 6));

    for (long millis : List.of(5, 6, 7)) {
      assertThat(compare(file("a", millis)).known()).isEqualTo(1);
    }
    assertThat(compare(file("a", 8)).rewritten()).hasSize(1);
  }

  @Test
  void keepsAllThatItIsTold() throws IOException {
    FileMark odd = new FileMark("s3a://b/raw/ü %20/x.json", 0, -1, Optional.of("\"e-1\""));
    FileMark elsewhere = new FileMark("s3a://b/raw2/x.json", Long.MAX_VALUE, 0, Optional.empty());
    Batch batch =
        new Batch(
            1,
            "r",
            "2024-06-01T12:00:00.123Z",
            Map.of(
                "files", InputMark.of(List.of(odd, elsewhere)),
                "none", InputMark.of(List.of()),
                "table", InputMark.upTo(17)));
    bookmarks.plan(batch);
    bookmarks.finish(batch);

    assertThat(bookmarks.read().batches()).containsExactly(batch);
    assertThat(bookmarks.read().version("table")).hasValue(17);
    assertThat(bookmarks.read().version("files")).isEmpty();
    assertThat(Files.readString(folder.resolve("00000001.json")))
        .contains("\"prefix\":\"s3a://b/\"", "\"run_id\":\"r\"", "\"modified_millis\":-1");
  }

  @Test
  void countsNothingButTheRebuildAfterIt() {
    process(file("a", 1));
    process(file("b", 1));
    Batch rebuild = batch(3, file("b", 1));
    bookmarks.plan(rebuild);
    assertThat(numbers(bookmarks.read().batches())).containsExactly(1L, 2L);

    bookmarks.fullDocuments(rebuild).forEach(files::write);
    assertThat(bookmarks.read().batches()).containsExactly(rebuild.asRebuild());
    assertThat(compare(file("a", 1)).fresh()).hasSize(1);

    process(file("c", 1));
    assertThat(numbers(bookmarks.read().batches())).containsExactly(3L, 4L);
  }

  @Test
  void keepsTheModeThatWasSetBeforeARebuild() throws IOException {
    process(file("a", 1));
    bookmarks.mode(BookmarkMode.PAUSED);
    Batch rebuild = batch(3, file("b", 1));
    bookmarks.fullDocuments(rebuild).forEach(files::write);
    assertThat(bookmarks.read().mode()).isEqualTo(BookmarkMode.PAUSED);

    Files.writeString(folder.resolve("00000001.json"), "{");
    Files.writeString(folder.resolve("00000002.json"), "{");
    assertThat(bookmarks.read().mode()).as("told by the rebuild").isEqualTo(BookmarkMode.PAUSED);
    assertThat(numbers(bookmarks.read().batches())).containsExactly(3L);

    bookmarks.mode(BookmarkMode.ENABLED);
    assertThat(bookmarks.read().mode()).isEqualTo(BookmarkMode.ENABLED);
  }

  @Test
  void looksForTheModeBehindARebuildThatDoesNotTell() {
    bookmarks.mode(BookmarkMode.PAUSED);
    Batch rebuild = batch(2, file("b", 1)).asRebuild();
    Written.done(folder, rebuild);
    assertThat(bookmarks.read().mode()).isEqualTo(BookmarkMode.PAUSED);

    for (int i = 3; i <= 35; i++) {
      Written.done(folder, batch(i));
    }
    bookmarks.tidy();
    Written.done(folder, batch(36).asRebuild());
    assertThat(bookmarks.read().mode()).isEqualTo(BookmarkMode.PAUSED);
  }

  @Test
  void finishesAnOpenRebuildAsARebuild() {
    process(file("a", 1));
    bookmarks.plan(batch(2, file("b", 1)).asRebuild());

    bookmarks.finish(bookmarks.read().openBatch().orElseThrow());

    assertThat(numbers(bookmarks.read().batches())).containsExactly(2L);
  }

  @Test
  void forgetsAllWhenReset() {
    process(file("a", 1));
    Batch open = batch(2, file("b", 1));
    bookmarks.plan(open);
    bookmarks.mode(BookmarkMode.PAUSED);

    Rewound rewound = bookmarks.reset();

    assertThat(numbers(rewound.undone())).containsExactly(1L);
    assertThat(rewound.last()).isEmpty();
    assertThat(rewound.open()).contains(open);
    Bookmark bookmark = bookmarks.read();
    assertThat(bookmark.isEmpty()).isTrue();
    assertThat(bookmark.open()).isEmpty();
    assertThat(bookmark.mode()).isEqualTo(BookmarkMode.PAUSED);
    assertThat(bookmark.nextNumber()).as("never used").isEqualTo(5);
    bookmarks.finish(open);
    assertThat(bookmarks.read().isEmpty()).as("given up").isTrue();
  }

  @Test
  void writesNothingWhereThereIsNothingToReset() {
    assertThat(bookmarks.reset().undone()).isEmpty();
    assertThat(folder).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "run2,                      2",
    "run2.cleaned.posts,        2",
    "2024-06-02T12:00:00Z,      2",
    "2024-06-02T11:59:59Z,      1",
    "2024-06-02T14:00:00+02:00, 2",
    "2024-06-03,                2",
    "2024-06-01T11:00:00Z,      0",
    "run4,                      4",
  })
  void rewindsToARunOrATime(String to, int kept) {
    for (String name : List.of("a", "b", "c", "d")) {
      process(file(name, 1));
    }

    Rewound rewound = bookmarks.rewind(to);

    List<Long> all = List.of(1L, 2L, 3L, 4L);
    assertThat(numbers(rewound.undone())).isEqualTo(all.subList(kept, 4));
    assertThat(rewound.last().map(Batch::number).orElse(0L)).isEqualTo(kept);
    assertThat(numbers(bookmarks.read().batches())).isEqualTo(all.subList(0, kept));
    assertThat(bookmarks.read().nextNumber()).isEqualTo(kept == 4 ? 5 : 6);
    process(file("e", 1));
    assertThat(bookmarks.read().batches()).hasSize(kept + 1);
  }

  @Test
  void rewindsBehindAnEarlierRewind() {
    process(file("a", 1)); // 1
    process(file("b", 1)); // 2
    process(file("c", 1)); // 3
    bookmarks.rewind("run2"); // 4
    process(file("d", 1)); // 5
    assertThat(numbers(bookmarks.read().batches())).containsExactly(1L, 2L, 5L);

    bookmarks.rewind("run1"); // 6

    assertThat(numbers(bookmarks.read().batches())).containsExactly(1L);
    assertThatThrownBy(() -> bookmarks.rewind("run3")).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void givesUpTheOpenBatchWhenItRewinds() {
    process(file("a", 1));
    process(file("b", 1));
    bookmarks.plan(batch(3, file("c", 1)));

    assertThat(bookmarks.rewind("run1").open()).isPresent();

    assertThat(bookmarks.read().open()).isEmpty();
    assertThat(bookmarks.read().nextNumber()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({
    "rum1,                Did you mean run1?",
    "2024-06-01T12:00:00, 'Runs are: run2, run1.'",
    "yesterday,           'Runs are: run2, run1.'",
  })
  void namesNearRunsWhereThereIsNoSuchRun(String to, String remedy) {
    process(file("a", 1));
    process(file("b", 1));

    assertThatThrownBy(() -> bookmarks.rewind(to))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Cannot rewind bookmark to: %s (neither a run whose batch is done, nor a time such as 2024-06-01T12:00:00Z). %s",
            to, remedy);
    assertThat(bookmarks.read().batches()).hasSize(2);
  }

  @Test
  void countsAsProcessedWhatIsSet() {
    process(file("a", 1));
    Batch open = batch(2, file("c", 1));
    bookmarks.plan(open);

    bookmarks.set(Map.of("posts", InputMark.of(List.of(file("b", 1))), "table", InputMark.upTo(3)));

    assertThat(compare(file("a", 1), file("b", 1), file("c", 1)).fresh())
        .containsExactly(file("c", 1));
    assertThat(bookmarks.read().version("table")).hasValue(3);
    assertThat(bookmarks.read().nextNumber()).as("still open").isEqualTo(2);
    bookmarks.finish(open);
    assertThat(compare(file("a", 1), file("b", 1), file("c", 1)).known()).isEqualTo(3);
    assertThat(bookmarks.read().nextNumber()).isEqualTo(4);
    bookmarks.rewind("run1");
    assertThat(compare(file("a", 1), file("b", 1), file("c", 1)).known()).isEqualTo(1);
  }

  @Test
  void changesTheModeAndNothingElse() {
    Batch done = process(file("a", 1));
    bookmarks.plan(batch(2, file("b", 1)));
    bookmarks.mode(BookmarkMode.PAUSED);
    bookmarks.mode(BookmarkMode.PAUSED);
    bookmarks.mode(BookmarkMode.DISABLED);

    Bookmark bookmark = bookmarks.read();
    assertThat(bookmark.mode()).isEqualTo(BookmarkMode.DISABLED);
    assertThat(bookmark.batches()).containsExactly(done);
    assertThat(bookmark.nextNumber()).isEqualTo(2);
    assertThat(names()).contains("00000003.json", "00000004.json").doesNotContain("00000005.json");
  }

  @Test
  void makesOneFileOfMany() {
    List<Batch> all = new ArrayList<>();
    for (int i = 0; i < 31; i++) {
      Batch batch = new Batch(i + 1, "run" + i, "2024-06-01T12:00:00Z", marks("f" + i));
      Written.done(folder, batch);
      all.add(batch);
    }
    bookmarks.mode(BookmarkMode.PAUSED);
    bookmarks.tidy();
    assertThat(names()).as("32 are few enough").hasSize(31 * 2 + 1);
    Batch open = new Batch(33, "run", "2024-06-01T12:00:00Z", marks("open"));
    bookmarks.plan(open);
    bookmarks.tidy();
    assertThat(names()).as("the open one does not count").hasSize(31 * 2 + 2);

    bookmarks.finish(open);
    all.add(open);
    bookmarks.tidy();

    assertThat(names()).containsExactly("00000001-00000033.done", "00000001-00000033.json");
    Bookmark bookmark = bookmarks.read();
    assertThat(bookmark.batches()).isEqualTo(all);
    assertThat(bookmark.mode()).isEqualTo(BookmarkMode.PAUSED);
    assertThat(bookmark.nextNumber()).isEqualTo(34);
    assertThat(numbers(bookmarks.rewind("run3").undone())).hasSize(28).startsWith(5L);
    assertThat(bookmarks.read().batches()).isEqualTo(all.subList(0, 4));
    bookmarks.reset();
    assertThat(bookmarks.read().isEmpty()).isTrue();
    assertThat(bookmarks.read().nextNumber()).isEqualTo(36);
  }

  private static Map<String, InputMark> marks(String... names) {
    return Map.of(
        "posts", InputMark.of(List.of(names).stream().map(name -> file(name, 1)).toList()));
  }

  @Test
  void mergesWhatIsMergedAlready() {
    for (int i = 1; i <= 100; i++) {
      Written.done(folder, new Batch(i, "run" + i, "2024-06-01T12:00:00Z", marks("f" + i)));
      bookmarks.tidy();
      assertThat(bookmarks.read().batches()).hasSize(i);
      assertThat(names()).hasSizeLessThanOrEqualTo(66);
    }
    assertThat(names()).startsWith("00000001-00000099.done", "00000001-00000099.json").hasSize(4);
  }

  @Test
  void forgetsFilesThatAreGoneOnlyWhereItIsTold() {
    for (int i = 1; i <= 33; i++) {
      String at = "2024-06-01T12:00:00Z";
      Map<String, InputMark> marks =
          Map.of(
              "posts", InputMark.of(List.of(file("p" + i, 1))),
              "users", InputMark.of(i == 5 ? List.of(file("u", 1)) : List.of()));
      Written.done(folder, new Batch(i, "run" + i, at, marks));
    }

    bookmarks.tidy(Map.of("posts", Set.of(RAW + "p7", RAW + "never seen")));

    Bookmark bookmark = bookmarks.read();
    assertThat(numbers(bookmark.batches())).containsExactly(5L, 7L, 33L);
    assertThat(bookmark.compare("posts", List.of(file("p7", 1))).known()).isEqualTo(1);
    assertThat(bookmark.compare("posts", List.of(file("p8", 1))).fresh()).hasSize(1);
    assertThat(bookmark.compare("posts", List.of()).gone()).containsExactly(RAW + "p7");
    assertThat(bookmark.compare("users", List.of()).gone()).containsExactly(RAW + "u");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "{\"kind\":\"batch\",\"number\":1,\"at\":\"2024-06-01T12:00:00Z\",\"inputs\":{}} {}",
        "{\"kind\":\"batch\",\"number\":2,\"at\":\"2024-06-01T12:00:00Z\",\"inputs\":{}}",
        "{\"kind\":\"batch\",\"number\":1,\"at\":\"soon\",\"inputs\":{}}",
        "{\"kind\":\"batch\",\"number\":1,\"inputs\":{}}",
        "{\"kind\":\"forget\",\"number\":1,\"at\":\"2024-06-01T12:00:00Z\"}",
        "{\"kind\":\"mode\",\"number\":1,\"at\":\"2024-06-01T12:00:00Z\"}",
        "{\"kind\":\"rewind\",\"number\":1,\"at\":\"2024-06-01T12:00:00Z\",\"mode\":\"enabled\"}",
        "{\"kind\":\"batch\",\"number\":1,\"at\":\"2024-06-01T12:00:00Z\",\"inputs\":{\"a\":{\"files\":[{}]}}}",
        "{\"kind\":\"batch\",\"number\":1,\"at\":\"2024-06-01T12:00:00Z\",\"inputs\":{\"a\":null}}",
        "{\"kind\":\"batch\",\"number\":1,\"at\":\"2024-06-01T12:00:00Z\",\"shard\":1}",
      })
  void saysWhichFileIsBrokenAndCanBeReset(String text) throws IOException {
    process(file("a", 1));
    bookmarks.mode(BookmarkMode.PAUSED);
    Files.writeString(folder.resolve("00000001.json"), text);

    assertThatThrownBy(() -> bookmarks.read())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Cannot read bookmark: " + folder + "/00000001.json (")
        .hasMessageEndingWith(
            "Put back a copy of it, or give up what it says: ./sluice bookmark reset cleaned.posts, then ./sluice run cleaned.posts --full.");

    assertThat(bookmarks.reset().undone()).isEmpty();
    assertThat(bookmarks.read().isEmpty()).isTrue();
    assertThat(bookmarks.read().mode()).isEqualTo(BookmarkMode.PAUSED);
    assertThat(bookmarks.read().nextNumber()).isEqualTo(4);
  }

  @Test
  void saysThatWhatWasDoneIsMissing() throws IOException {
    process(file("a", 1));
    process(file("b", 1));
    Files.delete(folder.resolve("00000001.json"));

    assertThatThrownBy(() -> bookmarks.read())
        .hasMessageStartingWith(
            "Cannot read bookmark: " + folder + "/00000001.json (it is missing). Put back");
  }

  /** A run that finds that a table holds more than its bookmark says passes over numbers. */
  @Test
  void putsUpWithNumbersThatWereNeverUsed() {
    process(file("a", 1));
    Batch later = batch(4, file("b", 1));
    bookmarks.plan(later);
    bookmarks.finish(later);
    assertThat(numbers(bookmarks.read().batches())).containsExactly(1L, 4L);
    assertThat(bookmarks.read().nextNumber()).isEqualTo(5);

    bookmarks.fullDocuments(batch(7, file("c", 1))).forEach(files::write);
    assertThat(numbers(bookmarks.read().batches())).containsExactly(7L);
  }

  @Test
  void saysWhichMergedFileIsBroken() throws IOException {
    for (int i = 1; i <= 33; i++) {
      Written.done(folder, batch(i));
    }
    bookmarks.tidy();
    Files.writeString(folder.resolve("00000001-00000033.json"), "{\"through\":3}");

    assertThatThrownBy(() -> bookmarks.read())
        .hasMessageContaining("00000001-00000033.json (it says that it goes through 3)");
    bookmarks.reset();
    bookmarks.mode(BookmarkMode.ENABLED);
    assertThat(bookmarks.read().nextNumber()).isEqualTo(35);
  }

  @Test
  void countsBatchesByTheirNumbersWhateverTheClockSays() {
    for (String at : List.of("2024-06-05", "2024-06-01", "1999-01-01")) {
      Batch batch =
          new Batch(bookmarks.read().nextNumber(), "r" + at, at + "T00:00:00Z", marks("f" + at));
      bookmarks.plan(batch);
      bookmarks.finish(batch);
    }

    assertThat(numbers(bookmarks.read().batches())).containsExactly(1L, 2L, 3L);
    assertThat(numbers(bookmarks.rewind("r2024-06-01").undone())).containsExactly(3L);
  }

  @Test
  void refusesBatchesThatCannotBe() {
    assertThatThrownBy(() -> batch(0)).hasMessageStartingWith("Cannot number batch: 0");
    assertThatThrownBy(() -> new Batch(1, "r", "noon", Map.of()))
        .hasMessageStartingWith("Cannot date batch: noon");
  }
}
