package io.sluice.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of Java that the README shows are these, and they do what it says. */
class ReadmeTest {

  private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void showsLinesThatWork() throws IOException {
    Path file = folder.resolve("posts.json");
    Files.writeString(
        file,
        """
        {"userId": 1, "id": 1, "title": "one"}
        {"userId": 2, "id": 2, "title": "two"}
        """);

    Dataset<Row> cleaned = asInTheReadme(TestSpark.session(), file.toString());

    assertThat(cleaned.columns()).containsExactly("UserID", "PostID", "Title");
    assertThat(cleaned.collectAsList()).extracting(Row::mkString).containsExactly("22two");
  }

  private static Dataset<Row> asInTheReadme(SparkSession spark, String path) {
    Dataset<Row> cleaned =
        ApplyMapping.of(
                Mapping.of("userId", "int", "UserID", "int"),
                Mapping.of("id", "int", "PostID", "int"),
                Mapping.of("title", "Title"))
            .then(Filter.where("UserID NOT IN (1, 3, 7)"))
            .apply(spark.read().schema("userId INT, id INT, title STRING").json(path));
    return cleaned;
  }

  @Test
  void isWhatTheReadmeShows() throws IOException {
    Matcher block = JAVA.matcher(Files.readString(Path.of("../README.md")));
    assertThat(block.find()).isTrue();
    String shown = block.group(1).replaceAll("import [^;]*;", "").replace("\"posts.json\"", "path");
    String own = Files.readString(Path.of("src/test/java/io/sluice/transforms/ReadmeTest.java"));

    assertThat(own.replaceAll("\\s", "")).contains(shown.replaceAll("\\s", ""));
  }
}
