package io.sluice.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever a file holds, it is read, or what is wrong with it is said with its place. */
class MangledFilesTest {

  private static final String PIPELINE =
      """
      table: cleaned.posts
      description: "Posts: all ${env}"
      read:
        posts: { path: raw/posts, format: json, contract: raw.posts }
        users: &u
          path: raw/users
          format: csv
          schema: "id INT, name STRING"
          options: { header: true }
      steps:
        - apply_mapping:
            - [userId, int, UserID, int]
            - [title, Title]
        - filter: UserID NOT IN (1, 3, 7)
          as: some
        - join: { with: users, on: { UserID: id }, type: left }
        - unnest:
      write:
        partition_by: [UserID]
        target_file_size: 64MB
      quarantine: { max_ratio: 0.5 }
      """;

  private static final List<String> BITS =
      List.of(
          "\t", ":", "\n", "  ", "-", "[", "]", "{", "}", "\"", "'", "&u", "*u", "${", "}", "#",
          "null", "\u0000", "\uFEFF", "é", "<<: *u", "? ", "| ", "> ", "---\n", "!!int ", "%", "@",
          "1e999", ",");

  @Property(tries = 400)
  void areReadOrRefusedWithAPlace(
      @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 0, max = 100_000) Integer> wounds)
      throws IOException {
    StringBuilder text = new StringBuilder(PIPELINE);
    for (int wound : wounds) {
      int at = wound % text.length();
      String bit = BITS.get(wound / 7 % BITS.size());
      int cut = Math.min(text.length(), at + wound % 5);
      text.replace(at, cut, bit);
    }
    Path folder = Files.createTempDirectory("mangled");
    try {
      Conf conf = Conf.in(folder).pipeline("cleaned.posts", text.toString());
      try {
        assertThat(conf.load(Map.of()).pipelines()).hasSizeLessThanOrEqualTo(1);
      } catch (InvalidInputException e) {
        assertThat(e.problems())
            .isNotEmpty()
            .allSatisfy(
                problem -> {
                  assertThat(problem.file()).endsWith("posts.yaml");
                  assertThat(problem.line()).isBetween(1, 60);
                  assertThat(problem.message()).startsWith("Cannot ").doesNotContain("snakeyaml");
                });
      }
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }
}
