package io.sluice.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.jobs.pipeline.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.util.functional.RemoteIterators;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What identifies a file's content, where the store says so. */
final class EtagTest {

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(folder.resolve("in/day=1"));
    Files.writeString(folder.resolve("in/a.json"), "{}");
    Files.writeString(folder.resolve("in/day=1/b.json"), "{ }");
    Files.writeString(folder.resolve("in/untagged.json"), "{}");
    Files.writeString(folder.resolve("in/_hidden.json"), "{}");
  }

  /** Folders are listed one by one, or all below a folder at once, as the kind of store has it. */
  @ParameterizedTest
  @ValueSource(classes = {Tagged.class, TaggedObjects.class})
  void keepsTheEtagsThatAStoreTells(Class<?> store) {
    assertThat(Sources.list("posts", List.of(folder + "/in"), with(store)))
        .extracting(file -> name(file) + " " + file.etag())
        .containsExactly(
            "a.json Optional[etag of a.json]",
            "b.json Optional[etag of b.json]",
            "untagged.json Optional.empty");
    assertThat(Sources.list("posts", List.of(folder + "/in/a*"), with(store)))
        .extracting(SourceFile::etag)
        .containsExactly(Optional.of("etag of a.json"));
  }

  private static Configuration with(Class<?> store) {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.file.impl", store.getName());
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    return hadoop;
  }

  @Test
  void hasNoneWhereTheStoreTellsNone() {
    List<SourceFile> files = Sources.list("posts", List.of(folder + "/in"), new Configuration());

    assertThat(files).hasSize(3).allMatch(file -> file.etag().isEmpty());
    SourceFile first = files.get(0);
    assertThat(first)
        .isEqualTo(new SourceFile(first.uri(), first.bytes(), first.modifiedMillis()))
        .satisfies(file -> assertThat(file.bytes()).isEqualTo(2));
  }

  @Test
  void refusesToListWhatIsNotThere() {
    assertThatThrownBy(() -> Sources.list("posts", List.of(folder + "/out"), new Configuration()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Cannot read input posts: ")
        .hasMessageContaining("it does not exist");
  }

  private static String name(SourceFile file) {
    return file.uri().substring(file.uri().lastIndexOf('/') + 1);
  }

  /** A store that tells an ETag of each file. */
  public static class Tagged extends RawLocalFileSystem {

    @Override
    public String getScheme() {
      return "file";
    }

    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path path) throws IOException {
      return Stream.of(super.listStatus(path)).map(Tagged::tagged).toArray(FileStatus[]::new);
    }

    @Override
    public RemoteIterator<LocatedFileStatus> listFiles(
        org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
      return RemoteIterators.mappingRemoteIterator(
          super.listFiles(path, recursive), Tagged::tagged);
    }

    private static LocatedFileStatus tagged(FileStatus status) {
      return new TaggedStatus(status);
    }
  }

  /** The same, but without folders. */
  public static final class TaggedObjects extends Tagged {

    @Override
    public String getScheme() {
      return "tagged";
    }
  }

  private static final class TaggedStatus extends LocatedFileStatus implements EtagSource {
    private static final long serialVersionUID = 1L;

    TaggedStatus(FileStatus status) {
      super(status, null);
    }

    @Override
    public String getEtag() {
      return getPath().getName().startsWith("untagged") ? null : "etag of " + getPath().getName();
    }
  }
}
