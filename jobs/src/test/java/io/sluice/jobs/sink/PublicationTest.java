package io.sluice.jobs.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.jobs.TestSpark;
import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.lake.LakeFiles.FileState;
import io.sluice.jobs.sink.delta.DeltaCommits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationTest {

  @TempDir private Path lake;
  private final LakeFiles files = new LakeFiles(new Configuration());

  @Test
  void putsNewFilesInThePlaceOfOldOnes() {
    publish(files, "r1", PublishMode.OVERWRITE, Map.of("", List.of("a", "b", "c")));
    publish(files, "r2", PublishMode.OVERWRITE, Map.of("", List.of("d")));

    assertThat(table()).isEqualTo(Map.of("part-00000-r2-c000.zstd.parquet", "d"));
  }

  @Test
  void keepsOtherPartitionsWhenSomeAreOverwritten() {
    publish(
        files,
        "r1",
        PublishMode.OVERWRITE,
        Map.of("day=1/", List.of("a"), "day=2/", List.of("b"), "day=3/", List.of("c")));
    publish(files, "r2", PublishMode.OVERWRITE_PARTITIONS, Map.of("day=2/", List.of("B", "BB")));

    assertThat(table().values()).containsExactlyInAnyOrder("a", "B", "BB", "c");
  }

  @Test
  void replacesItsOwnEarlierAttemptWhenARunAppendsAgain() {
    publish(files, "r1", PublishMode.APPEND, Map.of("", List.of("old")));
    publish(files, "r2", PublishMode.APPEND, Map.of("", List.of("a", "b", "c")));
    publish(files, "r2", PublishMode.APPEND, Map.of("", List.of("A", "B")));

    assertThat(table().values()).containsExactlyInAnyOrder("old", "A", "B");
  }

  @Test
  void appendsBesideRunsWhoseIdsOnlyLookAlike() {
    List<String> ids = List.of("1", "2024-1", "1.5", "1-c000.5", "x-1", "01", "1-c000");
    ids.forEach(id -> publish(files, id, PublishMode.APPEND, Map.of("k=a-1.5/", List.of(id))));

    ids.forEach(id -> publish(files, id, PublishMode.APPEND, Map.of("k=a-1.5/", List.of(id))));

    assertThat(table().values()).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void removesFoldersThatOverwritingLeavesEmpty() {
    publish(files, "r1", PublishMode.OVERWRITE, Map.of("day=1/", List.of("a")));
    publish(files, "r2", PublishMode.OVERWRITE, Map.of("day=2/", List.of("b")));

    assertThat(lake.resolve("posts/day=1")).doesNotExist();
    assertThat(lake.resolve("_sluice/staging/posts")).doesNotExist();
  }

  @Test
  void clearsAwayAJournalThatARunWasKilledWhileWriting() throws IOException {
    Path own =
        Files.writeString(
            Files.createDirectories(lake.resolve("_sluice")).resolve(".publish.json.0a1b"),
            "{ half");
    Path checksum = Files.writeString(lake.resolve("_sluice/..publish.json.0a1b.crc"), "crc");
    Path foreign = Files.writeString(lake.resolve("_sluice/.publish2.json.0a1b"), "{ half");

    publication(files).repair();

    assertThat(own).doesNotExist();
    assertThat(checksum).doesNotExist();
    assertThat(foreign).exists();
  }

  /**
   * Stops dead at the n-th change of the file system, for every n there is, and then recovers; also
   * where it is a run's second attempt, whose files have the names of the first.
   */
  @ParameterizedTest
  @ValueSource(strings = {"r1", "r2"})
  void leavesTheOldTableOrTheNewOneWhereverItIsKilled(String earlier) throws IOException {
    Set<String> before = Set.of("a", "b", "c");
    Set<String> after = Set.of("D", "E");
    int deaths = 0;
    boolean finished = false;
    while (!finished) {
      clear();
      publish(files, earlier, PublishMode.OVERWRITE, Map.of("", List.copyOf(before)));
      MortalFileSystem.changesLeft = ++deaths;
      try {
        publish(mortal(), "r2", PublishMode.OVERWRITE, Map.of("", List.copyOf(after)));
        finished = true;
      } catch (MortalFileSystem.Killed e) {
        Set<String> seen = Set.copyOf(table().values());
        assertThat(seen.containsAll(before) || seen.containsAll(after)).as("%s", seen).isTrue();
      }
      publication(files).repair();
      boolean begun = Set.copyOf(table().values()).equals(after);
      assertThat(Set.copyOf(table().values())).isEqualTo(begun ? after : before);
      assertThat(table()).hasSize(begun ? after.size() : before.size());
      assertThat(lake.resolve("_sluice/staging/posts")).doesNotExist();
      assertThat(Files.exists(lake.resolve("ledger-r2.json")))
          .isEqualTo(begun || earlier.equals("r2"));
    }
    assertThat(deaths).isGreaterThan(8);
  }

  @Test
  void publishesSeveralTablesOrNoneWhereverItIsKilled() throws IOException {
    int deaths = 0;
    boolean finished = false;
    while (!finished) {
      clear();
      both(files, "r1", "old");
      MortalFileSystem.changesLeft = ++deaths;
      try {
        both(mortal(), "r2", "new");
        finished = true;
      } catch (MortalFileSystem.Killed e) {
        assertThat(deaths).isLessThan(100);
      }
      publication(files, List.of(publisher(files, "a"), publisher(files, "b"))).repair();
      assertThat(table("a")).isEqualTo(table("b")).hasSize(1);
      assertThat(lake.resolve("_sluice/staging"))
          .satisfiesAnyOf(
              path -> assertThat(path).doesNotExist(), path -> assertThat(path).isEmptyDirectory());
    }
    assertThat(table("a").values()).containsExactly("new");
    assertThat(deaths).isGreaterThan(12);
  }

  private void both(LakeFiles through, String run, String text) {
    List<Publication.Part> parts = new ArrayList<>();
    List<TablePublisher> publishers = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      TablePublisher publisher = publisher(through, name);
      String folder = publisher.staging(run) + "/data";
      files.write(folder + "/part-00000-0c0a-c000.zstd.parquet", text);
      StagedTable table = new StagedTable(folder, files.dataFiles(folder), 1);
      parts.add(publisher.prepare(table, PublishMode.OVERWRITE, run, run, Map.of(), List.of()));
      publishers.add(publisher);
    }
    publication(through, publishers).publish(run, parts, Map.of());
  }

  /** A full disk, a lost network: the process lives on, tidies up and ends. */
  @Test
  void losesNothingWhereverPublishingFails() throws IOException {
    Set<String> before = Set.of("a", "b", "c");
    Set<String> after = Set.of("D", "E");
    int failures = 0;
    boolean finished = false;
    while (!finished) {
      clear();
      publish(files, "r1", PublishMode.OVERWRITE, Map.of("", List.copyOf(before)));
      MortalFileSystem.changesLeft = Integer.MAX_VALUE;
      MortalFileSystem.changesBeforeFailure = ++failures;
      boolean begun = true;
      try {
        publish(mortal(), "r2", PublishMode.OVERWRITE, Map.of("", List.copyOf(after)));
        finished = true;
      } catch (UncheckedIOException e) {
        begun = publication(files).discard(List.of("r2"));
      } finally {
        MortalFileSystem.changesBeforeFailure = Integer.MAX_VALUE;
      }

      publication(files).repair();

      assertThat(table().values()).containsExactlyInAnyOrderElementsOf(begun ? after : before);
      assertThat(lake.resolve("_sluice/staging/posts")).doesNotExist();
    }
    assertThat(failures).isGreaterThan(8);
  }

  @Test
  void retiresNothingWhenTheFilesThatWereToArriveAreGone() {
    publish(files, "r1", PublishMode.OVERWRITE, Map.of("", List.of("a", "b")));
    MortalFileSystem.changesLeft = 2; // the journal stands, the first file has not moved
    assertThatThrownBy(
            () -> publish(mortal(), "r2", PublishMode.OVERWRITE, Map.of("", List.of("C"))))
        .isInstanceOf(MortalFileSystem.Killed.class);
    files.delete(lake.resolve("_sluice/staging/posts").toString());

    assertThatThrownBy(() -> publication(files).repair())
        .hasMessageStartingWith("Cannot finish publishing: run r2 of ")
        .hasMessageContaining("publish.json");
    assertThat(table().values()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void leavesAFolderInWhichOnlyAChecksumIsLeft() throws IOException {
    publish(files, "r1", PublishMode.OVERWRITE, Map.of("day=1/", List.of("a", "b")));
    Files.delete(lake.resolve("posts/day=1/part-00000-r1-c000.zstd.parquet"));

    publish(files, "r2", PublishMode.OVERWRITE, Map.of("day=2/", List.of("c")));

    assertThat(table().values()).containsExactly("c");
  }

  private void publish(
      LakeFiles through, String run, PublishMode mode, Map<String, List<String>> contents) {
    TablePublisher publisher = publisher(through);
    String folder = publisher.staging(run) + "/data";
    new TreeMap<>(contents)
        .forEach(
            (partition, texts) -> {
              for (int i = 0; i < texts.size(); i++) {
                String name = "part-%05d-0c0a-c000.zstd.parquet".formatted(i);
                files.write(folder + "/" + partition + name, texts.get(i));
              }
            });
    List<FileState> staged = files.dataFiles(folder);
    StagedTable table = new StagedTable(folder, staged, staged.size());
    publication(through)
        .publish(
            run,
            List.of(publisher.prepare(table, mode, run, run, Map.of(), List.of())),
            Map.of(lake.resolve("ledger-" + run + ".json").toString(), "{}"));
  }

  private Publication publication(LakeFiles through) {
    return publication(through, List.of(publisher(through)));
  }

  private Publication publication(LakeFiles through, List<TablePublisher> publishers) {
    return new Publication(
        through, journal(), publishers, new DeltaCommits(TestSpark.session()), step -> {});
  }

  private String journal() {
    return lake.resolve("_sluice/publish.json").toString();
  }

  private TablePublisher publisher(LakeFiles through) {
    return publisher(through, "posts");
  }

  private TablePublisher publisher(LakeFiles through, String name) {
    return new TablePublisher(
        through, lake.resolve(name).toString(), lake.resolve("_sluice/staging/" + name).toString());
  }

  private static LakeFiles mortal() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.file.impl", MortalFileSystem.class.getName());
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    return new LakeFiles(hadoop);
  }

  private Map<String, String> table() {
    return table("posts");
  }

  private Map<String, String> table(String name) {
    Map<String, String> found = new TreeMap<>();
    String folder = "/" + name + "/";
    for (FileState file : files.dataFiles(lake.resolve(name).toString())) {
      found.put(
          file.path().substring(file.path().lastIndexOf(folder) + folder.length()),
          files.read(file.path()).orElseThrow());
    }
    return found;
  }

  private void clear() throws IOException {
    try (Stream<Path> held = Files.list(lake)) {
      held.forEach(path -> files.delete(path.toString()));
    }
  }

  /** A file system that dies before a given change. */
  public static final class MortalFileSystem extends LocalFileSystem {

    static int changesLeft;
    static int changesBeforeFailure = Integer.MAX_VALUE;

    /** The end of a process, as far as a test can have it. */
    static final class Killed extends Error {
      private static final long serialVersionUID = 1L;
    }

    private static void change() throws IOException {
      if (--changesLeft <= 0) {
        throw new Killed();
      }
      if (--changesBeforeFailure <= 0) {
        throw new IOException("the disk is full");
      }
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      change();
      return super.rename(from, to);
    }

    @Override
    public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
      change();
      return super.delete(path, recursive);
    }
  }
}
