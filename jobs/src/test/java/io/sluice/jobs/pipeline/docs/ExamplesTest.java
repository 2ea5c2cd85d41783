package io.sluice.jobs.pipeline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.sluice.jobs.pipeline.Conf;
import io.sluice.jobs.pipeline.Problems;
import io.sluice.jobs.pipeline.Step;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.steps.Demo;
import io.sluice.jobs.pipeline.steps.StepCatalog;
import io.sluice.jobs.pipeline.steps.StepDoc;
import io.sluice.jobs.pipeline.steps.StepForm;
import io.sluice.jobs.pipeline.yaml.Binder;
import io.sluice.jobs.pipeline.yaml.Node;
import io.sluice.jobs.pipeline.yaml.YamlFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the docs show is what the parser takes, and what editors accept. */
class ExamplesTest {

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(PipelineSchema.text());

  private static final Pattern BLOCK = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  static Stream<Map.Entry<String, Class<? extends StepArguments>>> transforms() {
    return StepCatalog.all().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void stepsOfTheReferenceAreRead(Map.Entry<String, Class<? extends StepArguments>> transform)
      throws IOException {
    String example = transform.getValue().getAnnotation(StepDoc.class).example();
    Problems problems = new Problems();
    Node.Entries tree =
        YamlFiles.parse("steps:\n" + example.indent(2), "example", problems).orElseThrow();
    Node.Items steps = (Node.Items) tree.value("steps").orElseThrow();
    Binder binder = new Binder(problems, Map.of(), Map.of());

    assertThat(steps.items())
        .isNotEmpty()
        .allSatisfy(
            step ->
                assertThat(StepForm.bind(step, binder))
                    .as(problems.sorted().toString())
                    .map(Step::transform)
                    .contains(transform.getKey()));
    String pipeline = "table: a.b\nread: { x: { path: x } }\nsteps:\n" + example.indent(2);
    assertThat(faults(pipeline)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void everyTransformOfTheReferenceIsShownAtWork(
      Map.Entry<String, Class<? extends StepArguments>> transform) {
    Demo[] demos = transform.getValue().getAnnotation(StepDoc.class).demo();

    assertThat(demos).hasSize(1);
    assertThat(demos[0].steps()).contains(transform.getKey());
  }

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("..", "docs"))) {
      return files.filter(f -> f.toString().endsWith(".md")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void pipelinesOfTheDocsAreRead(Path page) throws IOException {
    List<String> pipelines =
        BLOCK
            .matcher(Files.readString(page))
            .results()
            .map((MatchResult m) -> m.group(1))
            .filter(text -> text.startsWith("table:"))
            .toList();
    Conf conf = Conf.in(folder);
    for (int i = 0; i < pipelines.size(); i++) {
      assertThat(faults(pipelines.get(i))).isEmpty();
      conf.file("conf/pipelines/p" + i + ".yaml", pipelines.get(i));
    }

    assertThat(pipelines.isEmpty() ? List.of() : conf.problems()).isEmpty();
  }

  @Test
  void pipelinesOfThisProjectPleaseEditors() throws IOException {
    Path pipelines = Path.of("..", "conf", "pipelines");
    if (Files.isDirectory(pipelines)) {
      try (Stream<Path> files = Files.walk(pipelines)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
          assertThat(faults(Files.readString(file))).as(file.toString()).isEmpty();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tabel: a.b",
        "table: a",
        "load: ful",
        "write: { mode: overwrit }",
        "write: { target_file_size: 12 }",
        "quarantine: { max_rows: many }",
        "steps: [ { filtr: x } ]",
        "steps: [ { filter: x, derive: { a: b } } ]",
        "steps: [ { apply_mapping: { on_missing: no } } ]",
        "steps: [ filter ]",
      })
  void editorsRefuseWhatTheParserRefuses(String line) throws IOException {
    String file = "read: { x: { path: x } }\n" + (line.startsWith("tab") ? "" : "table: a.b\n");

    assertThat(faults(file + line)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quarantine: { max_rows: '${most}' }",
        "load: ${how}",
        "steps: [ unnest, { unnest: }, { unnest: {} } ]",
        "write: { target_file_size: '${size}' }",
      })
  void editorsTakeVariablesAndStepsWithoutArguments(String line) throws IOException {
    assertThat(faults("table: a.b\nread: { x: { path: x } }\n" + line)).isEmpty();
  }

  private static Set<ValidationMessage> faults(String yaml) throws IOException {
    JsonNode tree = new YAMLMapper().readTree(yaml);
    return SCHEMA.validate(tree);
  }
}
