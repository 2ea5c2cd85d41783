package io.sluice.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.TestSpark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Each wrong input gets its own clear message and exit code 2, and nothing is written. */
class BadInputTest {

  private static final String POSTS =
      "path: raw/posts, format: json, schema: \"id INT, title STRING\"";
  private static final String GOOD = "table: cleaned.posts\nread: { posts: { " + POSTS + " } }\n";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void makeProject() throws IOException {
    write("conf/env/local.yaml", "lake: { root: lake, raw: raw }\ncatalog: { type: none }\n");
    write("raw/posts/posts.json", "{\"id\": 1, \"title\": \"one\"}\n");
    write("conf/pipelines/cleaned/posts.yaml", GOOD);
    assertThat(TestSpark.session()).isNotNull();
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private int sluice(String... arguments) {
    CommandLine command = Sluice.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--conf");
    all.add(folder.resolve("conf").toString());
    return command.execute(all.toArray(String[]::new));
  }

  static Stream<Arguments> wrongPipelines() {
    return Stream.of(
        Arguments.of(
            "a typo in a key",
            GOOD + "wirte: { mode: append }\n",
            "posts.yaml:3: wirte: ",
            "Did you mean write?"),
        Arguments.of(
            "an unknown transform",
            GOOD + "steps:\n  - fliter: id > 1\n",
            "posts.yaml:4: steps[0].fliter: ",
            "Did you mean filter?"),
        Arguments.of(
            "a column that does not exist",
            GOOD + "steps:\n  - select_fields: [id, titel]\n",
            "posts.yaml:4: steps[0].select_fields: ",
            "Did you mean title?"),
        Arguments.of(
            "a wrong type",
            GOOD + "steps:\n  - filter: id + 1\n",
            "posts.yaml:4: steps[0].filter: ",
            "Cannot "),
        Arguments.of(
            "a missing file",
            GOOD.replace("raw/posts,", "raw/pots,"),
            "Cannot read input posts: ",
            "raw/pots"),
        Arguments.of(
            "a contract with an unknown type",
            GOOD.replace("title STRING", "title STRNG"),
            "posts.yaml:2: read.posts.schema: ",
            "STRNG"),
        Arguments.of(
            "a YAML that does not parse", "table: [cleaned.posts\n", "posts.yaml:", "Cannot read"),
        Arguments.of(
            "a target that is also a source",
            "table: cleaned.posts\nread: { posts: { table: cleaned.posts } }\n",
            "posts.yaml:",
            "cleaned.posts"),
        Arguments.of(
            "a table nobody makes",
            "table: cleaned.posts\nread: { posts: { table: cleaned.pots } }\n",
            "posts.yaml:2: read.posts.table: ",
            "cleaned.pots"),
        Arguments.of(
            "json without a schema",
            "table: cleaned.posts\nread: { posts: { path: raw/posts, format: json } }\n",
            "posts.yaml:2: read.posts",
            "infer"),
        Arguments.of(
            "no input at all", "table: cleaned.posts\nread: {}\n", "posts.yaml:2: read", "input"),
        Arguments.of(
            "rules of a later version",
            GOOD + "expect: Rules = [ RowCount > 0 ]\n",
            "posts.yaml:3: expect: ",
            "not supported"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongPipelines")
  void saysWhatIsWrongAndWhere(String what, String pipeline, String where, String hint)
      throws IOException {
    write("conf/pipelines/cleaned/posts.yaml", pipeline);

    assertThat(sluice("run")).as(what).isEqualTo(ExitCode.INVALID);
    assertThat(err.toString())
        .contains(where, hint, "nothing was written")
        .doesNotContain("Exception", "\tat ");
    assertThat(folder.resolve("lake")).doesNotExist();
  }

  @Test
  void refusesAnEmptyFolder() throws IOException {
    Files.delete(folder.resolve("raw/posts/posts.json"));

    assertThat(sluice("run")).isEqualTo(ExitCode.INVALID);
    assertThat(err.toString()).contains("Cannot read input posts: ").contains("raw/posts");
    assertThat(folder.resolve("lake")).doesNotExist();
  }

  @Test
  void refusesTwoPipelinesForOneTable() throws IOException {
    write("conf/pipelines/cleaned/again.yaml", GOOD);

    assertThat(sluice("run")).isEqualTo(ExitCode.INVALID);
    assertThat(err.toString()).contains("cleaned.posts").contains("posts.yaml");
  }

  @Test
  void namesTheRingOfPipelinesThatNeedEachOther() throws IOException {
    write(
        "conf/pipelines/cleaned/posts.yaml",
        "table: cleaned.posts\nread: { x: { table: cleaned.users } }\n");
    write(
        "conf/pipelines/cleaned/users.yaml",
        "table: cleaned.users\nread: { x: { table: cleaned.posts } }\n");

    assertThat(sluice("run")).isEqualTo(ExitCode.INVALID);
    assertThat(err.toString()).containsPattern("cleaned.posts.*cleaned.users.*cleaned.posts");
  }

  @Test
  void refusesASelectorThatMatchesNothing() {
    assertThat(sluice("run", "cleaned.pots")).isEqualTo(ExitCode.INVALID);
    assertThat(err.toString()).contains("Cannot select: cleaned.pots").contains("cleaned.posts");
  }

  @Test
  void refusesAnEnvironmentThatIsNotThere() {
    assertThat(sluice("run", "--env", "lokal")).isEqualTo(ExitCode.INVALID);
    assertThat(err.toString()).contains("Cannot use environment: lokal").contains("local");
  }

  @Test
  void refusesARunIdThatIsNoFileName() {
    assertThat(sluice("run", "--run-id", "../x")).isEqualTo(ExitCode.INVALID);
    assertThat(err.toString()).contains("Cannot use run id: ../x");
  }

  @Test
  void reportsEverythingThatIsWrongAtOnce() throws IOException {
    write("conf/pipelines/cleaned/posts.yaml", GOOD + "wirte: {}\nsteps:\n  - fliter: x\n");
    write(
        "conf/pipelines/cleaned/users.yaml", "table: Cleaned.Users\nread: { x: { pth: raw/x } }\n");

    assertThat(sluice("validate")).isEqualTo(ExitCode.INVALID);
    assertThat(err.toString())
        .contains("wirte", "fliter", "users.yaml:1: table: ", "users.yaml:2: read.x.pth: ");
  }

  @Test
  void runsAndReportsWhenAllIsWell() {
    assertThat(sluice("run", "--json", "--run-id", "first")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains("\"run_id\" : \"first\"", "\"balanced\" : true");
    assertThat(sluice("report", "first")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains("cleaned.posts  run first, succeeded");
    assertThat(sluice("show", "cleaned.posts")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains("one");
    assertThat(sluice("plan")).isEqualTo(ExitCode.DONE);
    assertThat(sluice("list")).isEqualTo(ExitCode.DONE);
  }

  @Test
  void endsWithThreeWhenALimitStoppedIt() throws IOException {
    write("conf/pipelines/cleaned/posts.yaml", GOOD + "quarantine: { max_rows: 0 }\n");
    write("raw/posts/bad.json", "not json\n");

    assertThat(sluice("run")).isEqualTo(ExitCode.STOPPED);
    assertThat(out.toString())
        .contains("cleaned.posts stopped: rejected 1 of 2 rows; quarantine.max_rows is 0");
  }
}
