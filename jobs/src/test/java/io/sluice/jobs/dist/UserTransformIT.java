package io.sluice.jobs.dist;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.sluice.jobs.dist.Program.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the docs show of transforms of one's own, word for word, as its reader would do it. */
class UserTransformIT {
  private static final String PIPELINE = "conf/pipelines/cleaned/products.yaml";
  private static final String MAIN = "src/main/";

  @TempDir static Path folder;
  private static GuidePage page;
  private static SparkSubmit submit;

  @BeforeAll
  static void packTransforms() throws IOException {
    page = GuidePage.of("user-transforms.md");
    page.writeFiles(folder);
    Path environment = Files.createDirectories(folder.resolve("conf/env")).resolve("local.yaml");
    Files.writeString(
        environment, "lake: { root: lake, raw: raw }\nspark: { spark.sql.ansi.enabled: true }\n");
    Path jar = folder.resolve("my transforms.jar");
    pack(jar, folder.resolve(MAIN + "java"), folder.resolve(MAIN + "resources"));
    submit = SparkSubmit.sluice(folder).with("--jars", jar.toString());
  }

  @Test
  void transformsOfAJarOfTheirOwnAreStepsOfARun() {
    Books books = Books.of(run(submit, "--json"));

    assertThat(books.figures("cleaned.products"))
        .isEqualTo("in 4 out 2 filtered 1 rejected 1 deduplicated 0");
    assertThat(books.counts("cleaned.products", "check_ean"))
        .isEqualTo(Map.of("code IS NOT NULL", 1L, "rejected", 1L));
    Duck duck = new Duck(folder.resolve("lake"));
    assertThat(duck.columns("cleaned.products")).containsExactly("code VARCHAR", "name VARCHAR");
    assertThat(duck.rows("SELECT * FROM {cleaned.products} ORDER BY code"))
        .containsExactly(
            List.of("2000000000015", "Tide Table"), List.of("2012345678903", "Brass Lantern"));
    assertThat(duck.rows("SELECT raw, unnest(reasons) FROM {_sluice/quarantine/cleaned.products}"))
        .containsExactly(List.of("2000000000016,storm rope", "check_ean: code: not an EAN-13"));
  }

  @Test
  void aMisspeltNameAndAWrongArgumentAreToldTogether() throws IOException {
    Path wrong = folder.resolve("wrong");
    Files.createDirectories(wrong.resolve(PIPELINE).getParent());
    Files.createDirectories(wrong.resolve("conf/env"));
    Files.copy(folder.resolve("conf/env/local.yaml"), wrong.resolve("conf/env/local.yaml"));
    Files.writeString(
        wrong.resolve(PIPELINE),
        page.block(PIPELINE)
            .replace(
                "- check_ean: { column: code }",
                "- check_ean: { colum: code }\n  - chek_ean: { column: code }"));

    Outcome outcome =
        submit.run("run", "--env", "local", "--conf", wrong.resolve("conf").toString());

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .contains(page.block("message").strip())
        .contains("products.yaml:11: ")
        .contains("products.yaml:12: ")
        .contains("Cannot read step: check_ean (it takes column, and nothing else).");
  }

  @Test
  void rowsThatAreDroppedInSilenceStopTheRun() throws IOException {
    GuidePage careless =
        page.with(
            MAIN + "java/com/example/lake/CheckEan.java",
            "tally.keep(rows, code.isNotNull(), column + \" IS NOT NULL\")",
            "rows.filter(code.isNotNull())");
    Path module = folder.resolve("careless");
    careless.writeFiles(module);
    Path jar = folder.resolve("careless.jar");
    pack(jar, module.resolve(MAIN + "java"), module.resolve(MAIN + "resources"));

    Path lake = folder.resolve("other lake");
    Outcome outcome =
        run(
            SparkSubmit.sluice(folder).with("--jars", jar.toString()),
            "--set",
            "lake.root=" + lake);

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out() + outcome.err())
        .contains("Cannot publish table: cleaned.products (the books do not balance: ")
        .contains("check_ean");
    assertThat(lake.resolve("cleaned/products")).doesNotExist();
  }

  @Test
  void theModuleAsksForWhatThisBuildIs() {
    assertThat(page.block("pom.xml"))
        .contains("<artifactId>sluice-transforms</artifactId>")
        .contains("<version>" + version(Project.jar(), "sluice-") + "</version>")
        .contains("<version>" + version(sparkSql(), "spark-sql_2.12-") + "</version>");
  }

  @Test
  void editorsTakeTheStepsOnceTheSchemaListsThem() throws IOException {
    boolean present =
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "jq")));
    assumeTrue(present, "SKIPPED: no jq here (Debian: apt-get install jq)");
    Files.createDirectories(folder.resolve("docs"));
    Path schema = folder.resolve("docs/pipeline.schema.json");
    Files.copy(Project.root().resolve("docs/pipeline.schema.json"), schema);

    List<String> command = List.of("sh", "-c", page.block("schema"));
    try (Program program = Program.start("jq", folder, command, Map.of())) {
      program.await(Duration.ofMinutes(1)).succeeds();
    }

    assertThat(faults(schema)).isNotEmpty();
    assertThat(faults(folder.resolve("conf/pipeline.schema.json"))).isEmpty();
  }

  private static Outcome run(SparkSubmit submit, String... more) {
    String[] command = {"run", "--env", "local", "--conf", folder.resolve("conf").toString()};
    return submit.run(Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new));
  }

  private static List<String> faults(Path schema) throws IOException {
    JsonSchema checks =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(schema));
    return checks.validate(new YAMLMapper().readTree(page.block(PIPELINE))).stream()
        .map(Object::toString)
        .toList();
  }

  private static Path sparkSql() {
    return files(Project.sparkHome().resolve("jars")).stream()
        .filter(jar -> jar.getFileName().toString().startsWith("spark-sql_"))
        .findFirst()
        .orElseThrow();
  }

  private static String version(Path jar, String before) {
    String name = jar.getFileName().toString();
    assertThat(name).startsWith(before).endsWith(".jar");
    return name.substring(before.length(), name.length() - ".jar".length());
  }

  private static void pack(Path jar, Path sources, Path resources) throws IOException {
    Path classes = Files.createTempDirectory(folder, "classes");
    compile(files(sources), classes);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file)) {
      for (Path root : List.of(classes, resources)) {
        for (Path each : files(root)) {
          entries.putNextEntry(new ZipEntry(root.relativize(each).toString()));
          Files.copy(each, entries);
        }
      }
    }
  }

  private static void compile(List<Path> sources, Path classes) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    String classpath =
        Stream.concat(Stream.of(Project.jar()), files(Project.sparkHome().resolve("jars")).stream())
            .map(Path::toString)
            .collect(joining(":"));
    boolean done;
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("--release", "17", "-Werror", "-cp", classpath, "-d", classes.toString());
      done =
          compiler
              .getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    assertThat(done).as(said.toString()).isTrue();
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
