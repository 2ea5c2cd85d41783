package io.sluice.jobs.pipeline.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.pipeline.Problems;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.Step;
import io.sluice.jobs.pipeline.yaml.Binder;
import io.sluice.jobs.pipeline.yaml.Node;
import io.sluice.jobs.pipeline.yaml.YamlFiles;
import io.sluice.transforms.Derive;
import io.sluice.transforms.Transform;
import io.sluice.transforms.TransformProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidedStepsTest {

  /** A transform of a user's own. */
  public static final class Shout implements TransformProvider {

    @Override
    public String name() {
      return "shout";
    }

    @Override
    public Transform create(Map<String, Object> arguments) {
      if (!arguments.containsKey("value")) {
        throw new IllegalArgumentException("it needs the name of a column");
      }
      return Derive.of(arguments.get("value").toString(), "upper(x)");
    }
  }

  /** Another of the same name. */
  public static final class Louder implements TransformProvider {

    @Override
    public String name() {
      return "shout";
    }

    @Override
    public Transform create(Map<String, Object> arguments) {
      return Derive.of("a", "b");
    }
  }

  /** One that bears the name of a transform of the library. */
  public static final class Filter implements TransformProvider {

    @Override
    public String name() {
      return "filter";
    }

    @Override
    public Transform create(Map<String, Object> arguments) {
      return Derive.of("a", "b");
    }
  }

  @TempDir private Path folder;
  private ClassLoader before;

  @BeforeEach
  void remember() {
    before = Thread.currentThread().getContextClassLoader();
  }

  @AfterEach
  void putBack() {
    Thread.currentThread().setContextClassLoader(before);
  }

  private void provide(String... classes) throws IOException {
    Path services = folder.resolve("META-INF/services/" + TransformProvider.class.getName());
    Files.createDirectories(services.getParent());
    Files.write(services, Arrays.asList(classes));
    URL[] places = {folder.toUri().toURL()};
    Thread.currentThread().setContextClassLoader(new URLClassLoader(places, before));
  }

  private static Optional<Step> bind(String text, Problems problems) {
    Node.Entries tree = YamlFiles.parse(text, "f", problems).orElseThrow();
    return StepForm.bind(tree, new Binder(problems, Map.of(), Map.of()));
  }

  private static List<String> problems(String text) {
    Problems problems = new Problems();
    assertThat(bind(text, problems)).isEmpty();
    return problems.sorted().stream().map(Problem::toString).toList();
  }

  private static Map<String, Object> arguments(String text) {
    Problems problems = new Problems();
    Step step = bind(text, problems).orElseThrow();
    assertThat(step.transform()).isEqualTo("shout");
    return ((ProvidedStep) step.arguments()).arguments();
  }

  @Test
  void areStepsLikeAnyOther() throws IOException {
    provide(Shout.class.getName());
    Problems problems = new Problems();
    Step step = bind("{ shout: title, from: a, as: b }", problems).orElseThrow();

    assertThat(step.from()).contains("a");
    assertThat(step.as()).contains("b");
    assertThat(step.arguments().transform(null, RunFacts.PLANNING)).isInstanceOf(Derive.class);
    assertThat(bind("filter: a > 1", problems).orElseThrow().arguments())
        .isEqualTo(new FilterStep("a > 1"));
  }

  @Test
  void getTheirArgumentsAsPlainValues() throws IOException {
    provide(Louder.class.getName());

    assertThat(
            arguments(
                "shout: { t: true, n: -12, d: 1.5, s: x, quoted: '12', l: [1, a], m: { k: 2 } }"))
        .isEqualTo(
            Map.of(
                "t",
                true,
                "n",
                -12L,
                "d",
                1.5,
                "s",
                "x",
                "quoted",
                "12",
                "l",
                List.of(1L, "a"),
                "m",
                Map.of("k", 2L)));
    assertThat(arguments("shout: [a, b]")).isEqualTo(Map.of("value", List.of("a", "b")));
    assertThat(arguments("shout:")).isEmpty();
    assertThat(arguments("shout: { a: }")).containsKey("a").containsValue(null);
  }

  @Test
  void areRefusedWhereTheFileSaysSo() throws IOException {
    provide(Shout.class.getName());

    assertThat(problems("shout: { vale: x }"))
        .singleElement()
        .asString()
        .startsWith("f:1: shout: Cannot read step: shout (it needs the name of a column).");
    assertThat(problems("shout: { value: '${secret:a#b}' }"))
        .singleElement()
        .asString()
        .contains("Cannot use secret");
    assertThat(problems("shuot: x")).singleElement().asString().contains("Did you mean shout?");
  }

  @Test
  void takeNoNameThatIsTaken() throws IOException {
    provide(Shout.class.getName(), Louder.class.getName(), Filter.class.getName());

    assertThat(problems("shout: x"))
        .singleElement()
        .asString()
        .contains("Cannot use transform: shout")
        .contains(Shout.class.getName() + " gives it and " + Louder.class.getName() + " gives it");
    assertThat(problems("filter: a > 1"))
        .singleElement()
        .asString()
        .contains("it comes with Sluice and " + Filter.class.getName() + " gives it");
  }

  @Test
  void sayWhichClassOfAJarIsNotThere() throws IOException {
    provide("no.such.Provider");

    assertThat(problems("shout: x")).singleElement().asString().contains("no.such.Provider");
  }
}
