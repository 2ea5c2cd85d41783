package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleDataTest {
  private static final Path COMMITTED = Path.of("..", "sample-data", "raw");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path out;

  @Test
  void makesTheCommittedSampleByteForByte() throws IOException {
    make("--out", out.toString());

    Map<String, String> made = contents(out);
    Map<String, String> committed = contents(COMMITTED);
    made.keySet().forEach(file -> assertThat(committed).containsEntry(file, made.get(file)));
    assertThat(made).hasSameSizeAs(committed);
  }

  @Test
  void givesTenPostsToEachOfTenUsersInTheirOrder() throws IOException {
    make("--out", out.toString(), "--only", "posts");

    JsonNode posts = JSON.readTree(out.resolve("posts/posts.json").toFile());
    assertThat(posts).hasSize(100);
    for (int i = 0; i < 100; i++) {
      assertThat(posts.get(i).get("id").intValue()).isEqualTo(i + 1);
      assertThat(posts.get(i).get("userId").intValue()).isEqualTo(i / 10 + 1);
      assertThat(posts.get(i).fieldNames())
          .toIterable()
          .containsExactly("userId", "id", "title", "body");
    }
    List<String> bodies = posts.findValuesAsText("body");
    assertThat(bodies.stream().filter(body -> body.length() > 180).count()).isEqualTo(47);
    assertThat(bodies).anyMatch(body -> body.contains("\n"));
  }

  @Test
  void deliversTwelvePostsWithNothingBetweenThem() throws IOException {
    make("--out", out.toString(), "--only", "firehose");

    List<Integer> postsByFile = new ArrayList<>();
    for (Map.Entry<String, String> file : contents(out.resolve("firehose/data")).entrySet()) {
      assertThat(file.getKey()).startsWith("2022/06/28/13/");
      assertThat(file.getValue()).doesNotContain("}\n{").doesNotEndWith("\n");
      try (var values = JSON.readerFor(JsonNode.class).readValues(file.getValue())) {
        postsByFile.add(values.readAll().size());
      }
    }
    assertThat(postsByFile).containsOnly(0, 1, 2);
    assertThat(postsByFile.stream().mapToInt(Integer::intValue).sum()).isEqualTo(12);
    assertThat(contents(out.resolve("firehose/error"))).isNotEmpty();
  }

  @Test
  void writesTheSameLinesOverAnyNumberOfFiles() throws IOException {
    make("--out", out.resolve("one").toString(), "--rows", "1003", "--files", "1");
    make("--out", out.resolve("three").toString(), "--rows", "1_003", "--files", "3");

    Map<String, String> three = contents(out.resolve("three"));
    assertThat(three).hasSize(3);
    String together = String.join("", three.values());
    assertThat(together).isEqualTo(contents(out.resolve("one")).get("posts/posts-000.json"));
    assertThat(together.lines()).hasSize(1003).allMatch(line -> line.startsWith("{\"userId\":"));
  }

  @ParameterizedTest
  @CsvSource({
    "users,.json",
    "departments,.json",
    "courses,.csv",
    "web_logs,.json",
    "access_logs,.log",
    "sales,.csv",
    "orders,.json"
  })
  void makesTheSameRowsAtScaleWhateverTheNumberOfFiles(String data, String suffix)
      throws IOException {
    make(data, "--out", out.resolve("one").toString(), "--rows", "203", "--files", "1");
    make(data, "--out", out.resolve("two").toString(), "--rows", "203", "--files", "2");

    String one = contents(out.resolve("one")).get(data + "/" + data + "-000" + suffix);
    Map<String, String> two = contents(out.resolve("two"));
    assertThat(two).hasSize(2);
    String header = suffix.equals(".csv") ? one.lines().findFirst().orElseThrow() + "\n" : "";
    String together =
        two.get(data + "/" + data + "-000" + suffix)
            + two.get(data + "/" + data + "-001" + suffix).substring(header.length());
    assertThat(together).isEqualTo(one);
    assertThat(one.lines().count()).isGreaterThanOrEqualTo(203);
  }

  @Test
  void givesEveryCustomerThirtyDaysAtScale() throws IOException {
    make("customers", "--out", out.toString(), "--rows", "3000", "--files", "7");

    Map<String, Integer> days = new TreeMap<>();
    contents(out.resolve("customers"))
        .forEach(
            (file, text) ->
                days.merge(file.substring(0, 10), (int) text.lines().count(), Integer::sum));
    assertThat(days).hasSize(30).containsKeys("2022/06/15", "2022/07/14");
    assertThat(days.values()).containsOnly(100);
  }

  @Test
  void refusesAtScaleWhatIsAFixedFew() {
    assertThatThrownBy(() -> make("firehose", "--out", "x", "--rows", "3"))
        .hasMessageStartingWith("Cannot make at scale: ");
  }

  @Test
  void writesOtherTextForAnotherSeed() throws IOException {
    make("--out", out.resolve("a").toString(), "--rows", "10", "--seed", "1");
    make("--out", out.resolve("b").toString(), "--rows", "10", "--seed", "2");

    assertThat(contents(out.resolve("a"))).isNotEqualTo(contents(out.resolve("b")));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> make("--out", "x", "--only", "posts,cats"))
        .hasMessageStartingWith("Cannot make data set: cats");
    assertThatThrownBy(() -> make("--out", "x", "--row", "3"))
        .hasMessageStartingWith("Cannot read argument: --row ");
    assertThatThrownBy(() -> make("--rows", "3")).hasMessageContaining("--out is missing");
    assertThatThrownBy(() -> make("--out", "x", "--rows", "many"))
        .hasMessageContaining("--rows many (not a whole number)");
    assertThatThrownBy(() -> make("--out", "x", "--rows"))
        .hasMessageContaining("its value is missing");
  }

  private static void make(String... arguments) throws IOException {
    SampleData.write(SampleData.Arguments.parse(arguments));
  }

  private static Map<String, String> contents(Path root) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(path).toString().replace('\\', '/');
        // Some of it is no UTF-8; here a character is a byte.
        contents.put(name, Files.readString(path, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }
}
