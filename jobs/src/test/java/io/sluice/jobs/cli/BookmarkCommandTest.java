package io.sluice.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.TestSpark;
import io.sluice.jobs.bookmark.Batch;
import io.sluice.jobs.bookmark.Bookmark;
import io.sluice.jobs.bookmark.BookmarkMode;
import io.sluice.jobs.bookmark.Bookmarks;
import io.sluice.jobs.bookmark.FileMark;
import io.sluice.jobs.bookmark.InputMark;
import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.lake.TableLock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The bookmark command, on bookmarks as runs leave them. */
class BookmarkCommandTest {

  private static final String TABLE = "cleaned.posts";
  private static final String PIPELINE =
      """
      table: cleaned.posts
      read: { posts: { path: raw/posts, format: json, schema: "id INT, title STRING" } }
      load: incremental
      write: { mode: %s }
      """;

  @TempDir private Path folder;
  private final LakeFiles files = new LakeFiles(new Configuration());
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private Bookmarks bookmarks;

  @BeforeEach
  void makeProject() throws IOException {
    write("conf/env/local.yaml", "lake: { root: lake, raw: raw }\ncatalog: { type: none }\n");
    write("conf/pipelines/cleaned/posts.yaml", PIPELINE.formatted("append"));
    bookmarks = new Bookmarks(files, folder + "/lake/_sluice/bookmarks/" + TABLE);
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void overwrites() throws IOException {
    write(
        "conf/pipelines/cleaned/posts.yaml",
        PIPELINE.formatted("overwrite_partitions, partition_by: [title]"));
  }

  private void raw(String name, String modified) throws IOException {
    write("raw/posts/" + name, "{\"id\": 1}\n");
    Files.setLastModifiedTime(
        folder.resolve("raw/posts/" + name), FileTime.from(Instant.parse(modified)));
  }

  private int bookmark(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    CommandLine command = Sluice.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    List<String> all = new ArrayList<>(List.of("bookmark"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--conf", folder.resolve("conf").toString()));
    return command.execute(all.toArray(String[]::new));
  }

  private static Batch batch(long number, String... names) {
    List<FileMark> marks = new ArrayList<>();
    for (String name : names) {
      marks.add(new FileMark("file:/raw/" + name, 1536, number * 1000, Optional.of("e" + name)));
    }
    return new Batch(
        number,
        "run%d.%s".formatted(number, TABLE),
        "2024-06-0%dT12:00:00Z".formatted(number),
        Map.of("posts", InputMark.of(marks)));
  }

  private void process(Batch... batches) {
    for (Batch batch : batches) {
      bookmarks.plan(batch);
      bookmarks.finish(batch);
    }
  }

  private String lines() {
    return out.toString().replace(folder.toString(), "FOLDER").replaceAll(" +\n", "\n");
  }

  @Test
  void showsThatNothingIsProcessedYet() {
    assertThat(bookmark("show", TABLE)).isEqualTo(ExitCode.DONE);

    assertThat(lines())
        .isEqualTo(
            """
            cleaned.posts  bookmark enabled
            FOLDER/lake/_sluice/bookmarks/cleaned.posts

            Nothing counts as processed: the next run reads everything.
            """);
    assertThat(folder.resolve("lake")).doesNotExist();
  }

  @Test
  void showsBatchesTheLastOnesFirst() {
    process(batch(1, "a", "b"), batch(2, "c").asRebuild(), batch(3, "d", "e", "f"));
    bookmarks.set(Map.of("events", InputMark.upTo(17)));
    bookmarks.plan(batch(5, "g"));
    bookmarks.mode(BookmarkMode.PAUSED);

    assertThat(bookmark("show", TABLE)).isEqualTo(ExitCode.DONE);

    assertThat(lines().replaceAll("(not read\\) +)[0-9T:Z-]{20}", "$1NOW                 "))
        .isEqualTo(
            """
            cleaned.posts  bookmark paused
            FOLDER/lake/_sluice/bookmarks/cleaned.posts

            run                 planned at            batch  files    bytes
            --------------------------------------------------------------------------------------
            (set, not read)     NOW                       4      0      0 B  events to version 17
            run3.cleaned.posts  2024-06-03T12:00:00Z      3      3  4.5 KiB
            run2.cleaned.posts  2024-06-02T12:00:00Z      2      1  1.5 KiB  rebuild

            input posts: 4 files, 6.0 KiB in 2 batches
            input events: read to version 17 in 1 batch
            open: batch 5 (run5.cleaned.posts, 2024-06-05T12:00:00Z), 1 file, planned and not known to be done; the next run finds out.
            """);
    assertThat(bookmark("show", TABLE, "--batches", "1", "--files")).isEqualTo(ExitCode.DONE);
    assertThat(lines()).contains("and 2 batches before them").doesNotContain("run3", "Batch 3");
    assertThat(bookmark("show", TABLE, "--batches", "2", "--files")).isEqualTo(ExitCode.DONE);
    assertThat(lines())
        .contains(
            """
            Batch 3
              posts         1,536  1970-01-01T00:00:03Z      file:/raw/d  ed
              posts         1,536  1970-01-01T00:00:03Z      file:/raw/e  ee
            """);
  }

  @Test
  void showsTheSameAsJson() throws IOException {
    process(batch(1, "a"));
    bookmarks.plan(batch(2, "g"));

    assertThat(bookmark("show", TABLE, "--json")).isEqualTo(ExitCode.DONE);
    var shown = new com.fasterxml.jackson.databind.ObjectMapper().readTree(out.toString());
    assertThat(shown.at("/mode").asText()).isEqualTo("enabled");
    assertThat(shown.at("/open/number").asLong()).isEqualTo(2);
    assertThat(shown.at("/next_number").asLong()).isEqualTo(2);
    assertThat(shown.at("/inputs/posts/files").asLong()).isEqualTo(1);
    assertThat(shown.at("/batches/0/run_id").asText()).isEqualTo("run1.cleaned.posts");
    assertThat(shown.at("/batches/0/inputs/posts").toString())
        .isEqualTo("{\"files\":1,\"bytes\":1536}");

    assertThat(bookmark("show", TABLE, "--json", "--files")).isEqualTo(ExitCode.DONE);
    shown = new com.fasterxml.jackson.databind.ObjectMapper().readTree(out.toString());
    assertThat(shown.at("/batches/0/inputs/posts/list/0").toString())
        .isEqualTo(
            "{\"path\":\"file:/raw/a\",\"bytes\":1536,\"modified\":\"1970-01-01T00:00:01Z\",\"etag\":\"ea\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "pause,   PAUSED,   was enabled and is now paused,   does not remember it: the run after it reads it again.",
    "disable, DISABLED, was enabled and is now disabled, 'reads everything, and remembers nothing.'",
    "resume,  ENABLED,  is enabled,                      'reads what is new, and remembers it.'",
    "enable,  ENABLED,  is enabled,                      'reads what is new, and remembers it.'",
  })
  void changesTheMode(String command, BookmarkMode mode, String change, String next)
      throws IOException {
    overwrites();
    process(batch(1, "a"), batch(2, "b"));

    assertThat(bookmark(command, TABLE)).isEqualTo(ExitCode.DONE);

    assertThat(bookmarks.read().mode()).isEqualTo(mode);
    assertThat(bookmarks.read().batches()).hasSize(2);
    assertThat(out.toString())
        .contains(
            "cleaned.posts: the bookmark " + change,
            "; 2 batches with 2 files (3.0 KiB) processed so far.",
            next);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "disable"})
  void saysThatRunsThatAppendWaitUntilItIsResumed(String command) {
    assertThat(bookmark(command, TABLE)).isEqualTo(ExitCode.DONE);

    assertThat(out.toString()).contains("Runs refuse to start until it is resumed, but for those");
  }

  @Test
  void resumesWhatWasPaused() {
    assertThat(bookmark("pause", TABLE)).isEqualTo(ExitCode.DONE);
    assertThat(bookmark("enable", TABLE)).isEqualTo(ExitCode.DONE);

    assertThat(out.toString()).contains("was paused and is now enabled");
    assertThat(bookmarks.read().mode()).isEqualTo(BookmarkMode.ENABLED);
  }

  @Test
  void resets() throws IOException {
    overwrites();
    process(batch(1, "a"), batch(2, "b"));
    bookmarks.plan(batch(3, "c"));

    assertThat(bookmark("reset", TABLE)).isEqualTo(ExitCode.DONE);

    assertThat(bookmarks.read().isEmpty()).isTrue();
    assertThat(lines())
        .isEqualTo(
            """
            cleaned.posts: 2 batches with 2 files (3.0 KiB) no longer count as processed; 0 batches with 0 files (0 B) left.
            Given up: batch 3 (run3.cleaned.posts, 2024-06-03T12:00:00Z), which was open.
            The next run reads everything, and remembers it.
            """);
    assertThat(bookmark("reset", TABLE)).isEqualTo(ExitCode.DONE);
    assertThat(lines()).startsWith("cleaned.posts: nothing to undo; the bookmark is as it was.\n");
  }

  @Test
  void rewinds() throws IOException {
    overwrites();
    process(batch(1, "a"), batch(2, "b"), batch(3, "c", "d"));

    assertThat(bookmark("rewind", TABLE, "--to", "run1")).isEqualTo(ExitCode.DONE);

    assertThat(bookmarks.read().batches()).containsExactly(batch(1, "a"));
    assertThat(lines())
        .isEqualTo(
            """
            cleaned.posts: 2 batches with 3 files (4.5 KiB) no longer count as processed; 1 batch with 1 file (1.5 KiB) left.
            The last that counts is batch 1 (run1.cleaned.posts, 2024-06-01T12:00:00Z).
            The bookmark is enabled. The next run reads what is new, and remembers it.
            """);
    assertThat(bookmark("rewind", TABLE, "--to", "rum1")).isEqualTo(ExitCode.INVALID);
    assertThat(err.toString()).contains("Cannot rewind bookmark to: rum1", "Did you mean run1?");
    assertThat(bookmark("rewind", TABLE, "--to", "2024-05-01")).isEqualTo(ExitCode.DONE);
    assertThat(lines()).endsWith("The next run reads everything, and remembers it.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reset", "rewind --to run1"})
  void wantsConsentWhereRowsWouldBeThereTwice(String command) {
    process(batch(1, "a"), batch(2, "b"), batch(3, "c"));
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.add(TABLE);
    String undone = command.equals("reset") ? "3 batches with 3 files" : "2 batches with 2 files";

    assertThat(bookmark(arguments.toArray(String[]::new))).isEqualTo(ExitCode.INVALID);
    assertThat(err.toString())
        .contains(
            "bookmark: cleaned.posts (its mode is append: the rows of " + undone,
            "stay in the table",
            "would be there twice",
            "--yes",
            "nothing was written");
    assertThat(bookmarks.read().batches()).hasSize(3);

    arguments.add("--yes");
    assertThat(bookmark(arguments.toArray(String[]::new))).isEqualTo(ExitCode.DONE);
    assertThat(out.toString())
        .contains(undone, "are still in the table (mode append): the next run appends them once");
    assertThat(bookmarks.read().batches()).hasSize(command.equals("reset") ? 0 : 1);
  }

  @Test
  void asksForNoConsentWhereNothingIsUndone() {
    process(batch(1, "a"));

    assertThat(bookmark("rewind", TABLE, "--to", "run1")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString())
        .contains("nothing to undo; the bookmark is as it was.")
        .doesNotContain("mode append");
  }

  @Test
  void setsFilesAsProcessedByTheirTimes() throws IOException {
    raw("old.json", "2024-01-01T00:00:00Z");
    raw("edge.json", "2024-06-01T00:00:00Z");
    raw("new.json", "2024-06-01T00:00:00.001Z");

    assertThat(bookmark("set", TABLE, "--files-until", "2024-06-01")).isEqualTo(ExitCode.DONE);

    assertThat(lines())
        .isEqualTo(
            """
            cleaned.posts: 2 files (20 B) of input posts now count as processed and will not be read; 0 files did so before.
            The next run has 1 file (10 B) to read, of those that are there now.
            """);
    Bookmark bookmark = bookmarks.read();
    assertThat(bookmark.batches().get(0).inputs().get("posts").files())
        .extracting(file -> file.path() + " " + file.bytes() + " " + file.modifiedMillis())
        .containsExactly(
            "file:" + folder + "/raw/posts/edge.json 10 1717200000000",
            "file:" + folder + "/raw/posts/old.json 10 1704067200000");
    assertThat(bookmark("set", TABLE, "--files-until", "2024-06-01T02:00:00+02:00"))
        .isEqualTo(ExitCode.DONE);
    assertThat(lines()).contains("no file of input posts that was changed by then is new");
    assertThat(bookmarks.read().batches()).hasSize(1);
    assertThat(bookmark("set", TABLE, "--files-until", "2025-01-01")).isEqualTo(ExitCode.DONE);
    assertThat(lines()).contains(": 1 file (10 B) of input posts now", "; 2 files did so before.");
  }

  @Test
  void setsNothingByATimeThatIsNone() throws IOException {
    raw("old.json", "2024-01-01T00:00:00Z");

    assertThat(bookmark("set", TABLE, "--files-until", "noon")).isEqualTo(ExitCode.INVALID);
    assertThat(err.toString())
        .contains(
            "Cannot read --files-until: noon (not a time). Write 2024-06-01T12:00:00Z, or 2024-06-01.");
    assertThat(bookmark("set", TABLE)).isEqualTo(ExitCode.INVALID);
    assertThat(bookmarks.read().isEmpty()).isTrue();
  }

  @Test
  void setsNothingWhereTheInputIsNotThere() {
    assertThat(bookmark("set", TABLE, "--files-until", "2024-06-01")).isEqualTo(ExitCode.INVALID);
    assertThat(err.toString()).contains("Cannot read input posts: ", "it does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"show", "pause", "resume", "disable", "reset", "rewind --to x"})
  void refusesPipelinesThatRememberNothing(String command) throws IOException {
    write(
        "conf/pipelines/cleaned/posts.yaml",
        PIPELINE.formatted("append").replace("incremental", "full"));
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.add(TABLE);

    assertThat(bookmark(arguments.toArray(String[]::new))).isEqualTo(ExitCode.INVALID);
    assertThat(err.toString())
        .contains(
            "Cannot use bookmark: cleaned.posts (its load is full: each run reads everything, and nothing is remembered). Write load: incremental in its pipeline file");
    assertThat(folder.resolve("lake")).doesNotExist();
  }

  @Test
  void namesThePipelineThatWasMeant() {
    assertThat(bookmark("show", "cleaned.pots")).isEqualTo(ExitCode.INVALID);
    assertThat(err.toString())
        .contains(
            "Cannot find bookmark: cleaned.pots (no pipeline makes it). Did you mean cleaned.posts?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "reset", "rewind --to run1", "set --files-until 2024-06-01"})
  void waitsForNoRunThatWritesTheTable(String command) throws IOException {
    raw("old.json", "2024-01-01T00:00:00Z");
    process(batch(1, "a"), batch(2, "b"));
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.add(TABLE);
    String lock = folder + "/lake/_sluice/locks/cleaned.posts.json";
    try (TableLock held = TableLock.acquire(files, lock, TABLE, "busy")) {
      assertThat(bookmark(arguments.toArray(String[]::new))).isEqualTo(ExitCode.FAILED);
      assertThat(err.toString()).startsWith("Cannot write table: cleaned.posts (run busy on ");
      assertThat(bookmark("show", TABLE)).as("looking is free").isEqualTo(ExitCode.DONE);
      held.requireHeld();
    }
    assertThat(bookmarks.read().batches()).hasSize(2);
    assertThat(bookmarks.read().mode()).isEqualTo(BookmarkMode.ENABLED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reset --yes", "rewind --yes --to run1"})
  void undoesNothingWhileSomethingIsHalfPublished(String command) throws IOException {
    process(batch(1, "a"), batch(2, "b"));
    write("lake/_sluice/publish/cleaned.posts.json", "{}");
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.add(TABLE);

    assertThat(bookmark(arguments.toArray(String[]::new))).isEqualTo(ExitCode.INVALID);
    assertThat(err.toString()).contains("a run was cut short", "./sluice run cleaned.posts");
    assertThat(bookmarks.read().batches()).hasSize(2);
  }

  @Test
  void resetsWhatCannotBeRead() throws IOException {
    process(batch(1, "a"));
    write("lake/_sluice/bookmarks/cleaned.posts/00000001.json", "{ half");

    assertThat(bookmark("show", TABLE)).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .contains(
            "Cannot read bookmark: ", "00000001.json (", "./sluice bookmark reset cleaned.posts");
    assertThat(bookmark("reset", TABLE)).isEqualTo(ExitCode.INVALID);
    assertThat(err.toString()).contains("the rows of earlier batches stay in the table");
    assertThat(bookmark("reset", TABLE, "--yes")).isEqualTo(ExitCode.DONE);

    assertThat(bookmarks.read().nextNumber()).isEqualTo(3);
    assertThat(bookmarks.read().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"show", "set", "reset", "rewind", "pause", "resume", "disable", "enable"})
  void explainsEachCommand(String command) {
    assertThat(bookmark(command, "--help")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains("Usage: sluice bookmark ", "TABLE", "--env=NAME");
  }

  /** What the other tests put there by hand, and what the commands say will come, at work. */
  @Test
  void decidesWhatRunsRead() throws IOException {
    assertThat(TestSpark.session()).isNotNull();
    raw("a.json", "2024-01-01T00:00:00Z");
    assertThat(run("first")).contains("\"rows_in\" : 1,");
    raw("b.json", "2023-01-01T00:00:00Z");
    raw("c.json", "2024-01-01T00:00:00Z");
    assertThat(bookmark("set", TABLE, "--files-until", "2023-06-01")).isEqualTo(ExitCode.DONE);
    assertThat(run("second")).contains("\"rows_in\" : 1,").doesNotContain("\"rows_in\" : 2,");
    assertThat(run("third")).contains("\"files\" : 0,");
    assertThat(bookmark("show", TABLE)).isEqualTo(ExitCode.DONE);
    assertThat(lines())
        .containsPattern("second\\S* .*\n\\(set, not read\\) .*\nfirst")
        .contains("input posts: 3 files, 30 B in 3 batches");

    assertThat(bookmark("rewind", TABLE, "--to", "first", "--yes")).isEqualTo(ExitCode.DONE);
    assertThat(run("fourth")).contains("\"rows_in\" : 2,");
    assertThat(bookmark("pause", TABLE)).isEqualTo(ExitCode.DONE);
    raw("d.json", "2024-01-01T00:00:00Z");
    assertThat(run("fifth")).contains("its bookmark is paused");
    assertThat(bookmark("resume", TABLE)).isEqualTo(ExitCode.DONE);
    assertThat(run("sixth")).contains("\"rows_in\" : 1,");
  }

  private String run(String id) {
    StringWriter said = new StringWriter();
    CommandLine command = Sluice.commandLine();
    command.setOut(new PrintWriter(said));
    command.setErr(new PrintWriter(said));
    command.execute(
        "run", TABLE, "--json", "--run-id", id, "--conf", folder.resolve("conf").toString());
    return said.toString();
  }

  @Test
  void explainsItself() {
    assertThat(bookmark("--help")).as("%s", err).isEqualTo(ExitCode.DONE);
    assertThat(out.toString())
        .contains("show", "set", "reset", "rewind", "pause", "resume, enable", "disable");
    CommandLine command = Sluice.commandLine();
    command.setErr(new PrintWriter(err));
    assertThat(command.execute("bookmark")).isEqualTo(ExitCode.INVALID);
    assertThat(err.toString()).contains("Missing required subcommand");
  }
}
