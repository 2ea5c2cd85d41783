package io.sluice.jobs.pipeline.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.pipeline.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFilesTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"on", "yes", "no", "off", "007", "1_000", "1e3", "0x1F", "2020-01-01"})
  void keepsTextsAsTheyAreWritten(String text) {
    Node.Entries tree = parse("key: " + text + "\n" + text + ": value\n");

    assertThat(Node.show(tree.value("key").orElseThrow())).isEqualTo(text);
    assertThat(tree.entries()).containsKey(text);
  }

  @Test
  void knowsTheLineAndThePathOfEachKey() {
    Node.Entries tree = parse("a: 1\n\nb:\n  c:\n    - x: 1\n    - y:\n        z: 2\n");

    assertThat(Node.lines(tree))
        .containsAllEntriesOf(
            Map.of("a", 1, "b", 3, "b.c", 4, "b.c[0].x", 5, "b.c[1].y", 6, "b.c[1].y.z", 7));
  }

  @Test
  void unfoldsAnchorsAndMerges() {
    Node.Entries tree =
        parse("base: &base { x: 1, y: 2 }\nsame: *base\nmore: { <<: *base, y: 3, z: 4 }\n");

    assertThat(Node.show(tree.value("same").orElseThrow())).isEqualTo("{x: 1, y: 2}");
    assertThat(Node.show(tree.value("more").orElseThrow())).isEqualTo("{y: 3, z: 4, x: 1}");
  }

  @Test
  void readsAFileWithAByteOrderMark() {
    assertThat(parse("\uFEFFa: 1\n").entries()).containsOnlyKeys("a");
  }

  @Test
  void refusesAKeyThatIsGivenTwice() {
    assertThat(problem("a: 1\nb:\n  c: 1\n  c: 2\n").toString())
        .isEqualTo(
            "f.yaml:4: b.c: Cannot use key: c (it already stands in line 3). Delete one of the"
                + " two.");
  }

  @Test
  void findsEachKeyThatIsGivenTwice() {
    Problems problems = new Problems();
    YamlFiles.parse("a: 1\na: 2\nb: 1\nb: 2\n", "f.yaml", problems);

    assertThat(problems.sorted()).extracting(Problem::line).containsExactly(2, 4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a:\\n\\tb: 1\\n | 2 | a tab indents it",
        "a: b: c\\n | 1 | a key: value stands where none can",
        "a:\\n  - 1\\n b: 2\\n | 3 | this line does not line up with those above it",
        "a: [1, 2\\nb: 3\\n | 2 | a bracket is not closed, or a comma is missing",
        "a: \"open\\n\\n | 3 | a quote or bracket is never closed",
        "a: 1\\n---\\nb: 2\\n | 2 | a second document begins here",
        "a: *nowhere\\n | 1 | no anchor of this name stands above: nowhere",
        "a: @x\\n | 1 | '@' cannot begin a value",
        "a: &x [*x]\\n | 1 | an alias stands inside its own anchor",
        "? [1]\\n: 2\\n | 1 | a list or map stands as a key",
        "a: 1\\nb\\n | 2 | a key without its colon",
        "- 1\\n | 1 | a list where a map of keys belongs",
        "a: 1\\nb: \\u0000\\n | 2 | YAML does not allow it",
      })
  void saysInPlainWordsWhatIsNotYaml(String text, int line, String reason) {
    String written = text.replace("\\n", "\n").replace("\\t", "\t").replace("\\u0000", "\u0000");
    Problem problem = problem(written);

    assertThat(problem.message()).contains("(" + reason);
    assertThat(problem.line()).isEqualTo(line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# only a comment\n"})
  void refusesAnEmptyFile(String text) {
    assertThat(problem(text).message())
        .isEqualTo("Cannot read file: f.yaml (it is empty). Write it, or delete it.");
  }

  @Test
  void saysWhereAFileIsNotUtf8() throws IOException {
    Path file = folder.resolve("latin.yaml");
    Files.write(file, "a: 1\nb: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    Problems problems = new Problems();

    assertThat(YamlFiles.read(file, "latin.yaml", problems)).isEmpty();
    assertThat(problems.sorted())
        .extracting(Problem::toString)
        .containsExactly(
            "latin.yaml:2: Cannot read YAML: byte 0xE9 (not UTF-8). Save the file as UTF-8.");
  }

  @Test
  void endsWhereAliasesUnfoldWithoutEnd() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i)).append(("*a" + (i - 1) + ", ").repeat(9));
      bomb.append("x]\n");
    }
    Problems problems = new Problems();
    YamlFiles.parse(bomb.toString(), "f.yaml", problems);

    assertThat(problems.isEmpty()).isFalse();
  }

  private static Node.Entries parse(String text) {
    Problems problems = new Problems();
    Node.Entries tree = YamlFiles.parse(text, "f.yaml", problems).orElseThrow();
    assertThat(problems.sorted()).isEmpty();
    return tree;
  }

  private static Problem problem(String text) {
    Problems problems = new Problems();
    assertThat(YamlFiles.parse(text, "f.yaml", problems)).isEmpty();
    assertThat(problems.sorted()).hasSize(1);
    return problems.sorted().get(0);
  }
}
