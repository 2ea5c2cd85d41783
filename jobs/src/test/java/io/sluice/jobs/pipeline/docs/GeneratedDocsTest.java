package io.sluice.jobs.pipeline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedDocsTest {

  private static final Path DOCS = Path.of("..", "docs");
  private static Map<String, String> files;

  @BeforeAll
  static void generate() {
    files = GenerateDocs.files(TestSpark.session());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"pipeline.schema.json", "pipeline-reference.md", "transform-reference.md"})
  void docsSayWhatTheParserDoes(String name) throws IOException {
    String generated = files.get(name);
    Path file = DOCS.resolve(name);
    if (Boolean.getBoolean("sluice.docs.update")) {
      Files.createDirectories(DOCS);
      Files.writeString(file, generated);
    }

    assertThat(file)
        .as(
            "docs/%s is generated. Write it anew with: mvn -pl jobs -am test"
                + " -Dtest=GeneratedDocsTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dsluice.docs.update=true",
            name)
        .hasContent(generated);
  }
}
