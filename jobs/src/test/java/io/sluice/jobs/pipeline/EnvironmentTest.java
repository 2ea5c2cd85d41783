package io.sluice.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {

  @TempDir Path folder;
  private Conf conf;

  @BeforeEach
  void files() {
    conf = Conf.in(folder).posts("cleaned.posts", "");
  }

  private Environment environment(String text) {
    return conf.file("conf/env/test.yaml", text).load().environment();
  }

  @Test
  void takesEveryKey() {
    Environment environment =
        environment(
            """
            lake: { root: "s3://b/lake", raw: "s3://b/in" }
            catalog: { type: none }
            spark: { spark.sql.shuffle.partitions: 7 }
            aws: { region: eu-west-1, endpoint: "http://127.0.0.1:5000" }
            variables: { cutoff: 2020 }
            """);

    assertThat(environment.name()).isEqualTo("test");
    assertThat(environment.lakeRoot()).isEqualTo("s3://b/lake");
    assertThat(environment.lakeRaw()).isEqualTo("s3://b/in");
    assertThat(environment.catalog().type()).isEqualTo(Environment.CatalogType.NONE);
    assertThat(environment.spark()).isEqualTo(Map.of("spark.sql.shuffle.partitions", "7"));
    assertThat(environment.aws())
        .isEqualTo(
            new Environment.Aws(Optional.of("eu-west-1"), Optional.of("http://127.0.0.1:5000")));
    assertThat(environment.variables()).isEqualTo(Map.of("cutoff", "2020"));
  }

  @ParameterizedTest
  @CsvSource({
    "raw/posts, BASE/in/posts",
    "raw, BASE/in",
    "rawer/posts, BASE/lake/rawer/posts",
    "cleaned/posts, BASE/lake/cleaned/posts",
    "cleaned/../x//y/., BASE/lake/x/y",
    "/data/x, /data/x",
    "s3://b/x, s3://b/x",
    "file:/x y, file:/x y",
    "raw/2022-*/x, BASE/in/2022-*/x"
  })
  void knowsWhereAPathIs(String path, String place) {
    assertThat(environment("lake: { root: lake, raw: in }\n").resolve(path))
        .isEqualTo(place.replace("BASE", folder.toString()));
  }

  @Test
  void keepsRawDataInTheLakeWhenNothingElseIsSaid() {
    assertThat(environment("lake: { root: lake }\n").resolve("raw/x"))
        .isEqualTo(folder + "/lake/raw/x");
  }

  @Test
  void putsVariablesIntoAllFiles() {
    conf.file(
            "conf/env/test.yaml",
            "lake: { root: '${base}/lake' }\nvariables: { base: '/${name}', name: top, least: 3 }\n")
        .posts(
            "cleaned.posts", "description: $${x} of ${env}\nsteps:\n  - filter: id > ${least}\n");
    Project project = conf.load();

    assertThat(project.environment().lakeRoot()).isEqualTo("/top/lake");
    Pipeline pipeline = project.pipelines().get(0);
    assertThat(pipeline.description()).contains("${x} of test");
    assertThat(pipeline.steps().get(0).arguments().toString()).contains("id > 3");
  }

  @Test
  void overridesKeysAndVariables() {
    conf.file("conf/env/test.yaml", "lake: { root: lake }\nvariables: { least: 3 }\n")
        .posts("cleaned.posts", "steps:\n  - filter: id > ${least} AND id < ${most}\n");
    Project project =
        conf.load(
            Map.of(
                "lake.root", "/elsewhere",
                "aws.region", "eu-west-1",
                "spark.ui.enabled", "false",
                "least", "4",
                "most", "9"));

    assertThat(project.environment().lakeRoot()).isEqualTo("/elsewhere");
    assertThat(project.environment().aws().region()).contains("eu-west-1");
    assertThat(project.environment().spark()).containsEntry("spark.ui.enabled", "false");
    assertThat(project.pipelines().get(0).steps().get(0).arguments().toString())
        .contains("id > 4 AND id < 9");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lake.rot=/x | --set: lake.rot: Cannot use key: rot (no such key). Did you mean root?",
        "leest=4 | Cannot set: leest=4 (no key of the environment and no variable has this name). Did you mean least?",
        "catalog.type=hive | --set: catalog.type: Cannot read value: hive (not one of session, glue, none).",
      })
  void refusesAnOverrideOfNothing(String set, String message) {
    conf.file("conf/env/test.yaml", "lake: { root: lake }\nvariables: { least: 3 }\n");
    String[] parts = set.split("=", -1);

    assertThat(conf.problems(Map.of(parts[0], parts[1]))).containsExactly(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lake: {} | root (this key is missing)",
        "spark: { ui.enabled: false } | a Spark setting begins with spark.",
        "catalog: { type: glue } | not supported yet",
        "variables: { a: '${b}', b: '${a}' } | its value names itself",
        "variables: { a: '${least' } | its } is missing",
        "variables: { leest: 1, a: '${least}' } | the environment has no such variable). Did you mean leest?",
      })
  void refusesAnEnvironmentThatCannotBe(String line, String reason) {
    conf.file("conf/env/test.yaml", (line.startsWith("lake") ? "" : "lake: { root: x }\n") + line);

    assertThat(conf.problems()).first().asString().contains(reason);
  }

  @Test
  void namesTheEnvironmentsThereAre() {
    assertThatThrownBy(() -> Project.load(folder.resolve("conf"), "tst", Map.of()))
        .hasMessageContaining("Cannot use environment: tst")
        .hasMessageContaining("Did you mean test?");
    assertThatThrownBy(() -> Project.load(folder.resolve("conf"), "../test", Map.of()))
        .hasMessageContaining("Cannot use environment: ../test");
  }

  @Test
  void neverShowsASecret() {
    Secret secret = Secret.parse("${secret:prod/db#password}");

    assertThat(secret.id()).isEqualTo("prod/db");
    assertThat(secret.key()).contains("password");
    assertThat(secret).hasToString("${secret:***}");
  }
}
