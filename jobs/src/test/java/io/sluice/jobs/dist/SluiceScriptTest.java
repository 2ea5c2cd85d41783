package io.sluice.jobs.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.dist.Program.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code sluice} in a project of its own, whose Maven and spark-submit only say how they
 * were called.
 */
class SluiceScriptTest {
  private static final String MAVEN =
      """
      #!/bin/sh
      echo "$PWD: $*" >> "$CALLS"
      if [ -n "$BREAK_MAVEN" ]; then
        echo "[INFO] so far so good"
        echo "[ERROR] Compilation failure: the cat sat on the keyboard"
        exit 1
      fi
      mkdir -p jobs/target && echo jar > jobs/target/sluice-0.1.jar
      """;
  private static final String SPARK_SUBMIT =
      """
      #!/bin/sh
      if [ -n "$SLUICE_CLASS_LIST" ]; then
        mkdir -p "$(dirname "$0")/../jobs/target/spark"
        echo "training $*" >> "$CALLS"
        echo classes > "$SLUICE_CLASS_LIST"
        exit 0
      fi
      for argument in "$@"; do echo "<$argument>"; done
      exit 5
      """;

  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private Path root;

  @BeforeEach
  void layOutProject() throws IOException {
    root = Files.createDirectories(folder.resolve("a project"));
    Files.copy(Project.root().resolve("sluice"), root.resolve("sluice"));
    executable(root.resolve("scripts/spark-submit"), SPARK_SUBMIT);
    Files.copy(
        Project.root().resolve("scripts/java-options"), root.resolve("scripts/java-options"));
    executable(folder.resolve("bin/mvn"), MAVEN);
    for (String file :
        List.of(
            "pom.xml",
            "scripts/log4j2.properties",
            "transforms/pom.xml",
            "transforms/src/main/java/A.java",
            "jobs/pom.xml",
            "jobs/src/main/java/B.java")) {
      Files.createDirectories(root.resolve(file).getParent());
      Files.writeString(root.resolve(file), "");
    }
    environment.put("CALLS", folder.resolve("calls").toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
  }

  @Test
  void buildsOnceAndTrainsOnceThenOnlyRuns() throws IOException {
    Outcome first = sluice("run", "--env", "local");
    assertThat(first.exitCode()).as(first.err()).isEqualTo(5);
    assertThat(first.err()).contains("Building Sluice, once").contains("Preparing a faster start");
    assertThat(calls())
        .hasSize(2)
        .satisfies(
            calls -> {
              assertThat(calls.get(0)).startsWith(root.toRealPath() + ": -B package");
              assertThat(calls.get(1)).contains("run --env warm-up").contains("lake.root=");
            });

    Outcome second = sluice("run", "--env", "local");
    assertThat(second.exitCode()).isEqualTo(5);
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(calls()).hasSize(2);
  }

  @Test
  void handsEveryArgumentOverAsItIs() throws IOException {
    String out = sluice("run", "two words", "", "*", "$HOME", "--set", "a=\"b\"").out();

    assertThat(out)
        .contains("<--class>\n<io.sluice.jobs.cli.Sluice>")
        .contains("<--driver-memory>\n<2g>")
        .contains("\"-Dsluice.home=" + root.toRealPath() + "\"")
        .endsWith("sluice-0.1.jar>\n<run>\n<two words>\n<>\n<*>\n<$HOME>\n<--set>\n<a=\"b\">\n");
  }

  @Test
  void handsJarsToSparkWhereverTheyStand() throws IOException {
    Path jar = Files.writeString(folder.resolve("my own.jar"), "");
    String jars = jar + ",s3://example-code/more.jar," + folder + "/lib/*.jar";

    for (String[] arguments :
        List.of(
            new String[] {"--jars", jars, "run", "a.b"},
            new String[] {"run", "--jars", jars, "a.b"},
            new String[] {"run", "a.b", "--jars=" + jars})) {
      assertThat(sluice(arguments).out())
          .contains("<--jars>\n<" + jars + ">\n<--class>")
          .endsWith("sluice-0.1.jar>\n<run>\n<a.b>\n");
    }
    assertThat(sluice("run").out()).doesNotContain("--jars");
  }

  @Test
  void refusesAJarThatIsNotThere() throws IOException {
    sluice("list");
    Path jar = Files.writeString(folder.resolve("there.jar"), "");

    Outcome outcome = sluice("run", "--jars", jar + ",not/there.jar");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("Cannot find jar: not/there.jar (no such file).");
    outcome = sluice("run", "--jars");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("Cannot read --jars: nothing (it needs a jar");
  }

  @Test
  void runsThroughALinkFromAnywhere() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("else where"));
    Path link = Files.createSymbolicLink(elsewhere.resolve("go"), Path.of("../a project/sluice"));

    Outcome outcome = start(elsewhere, link, "list");
    assertThat(outcome.out()).contains(root.toRealPath() + "/jobs/target/sluice-0.1.jar");
  }

  @Test
  void buildsAgainWhenASourceIsNewerThanTheJar() throws IOException {
    sluice("list");
    Files.setLastModifiedTime(
        root.resolve("transforms/src/main/java/A.java"),
        FileTime.from(Instant.now().plusSeconds(5)));

    assertThat(sluice("list").err()).contains("the sources are newer than the jar");
  }

  @Test
  void rebuildsWhenAskedAndThenStopsUnlessMoreIsAsked() throws IOException {
    sluice("list");
    Outcome alone = sluice("--rebuild");
    assertThat(alone.exitCode()).isZero();
    assertThat(alone.out()).isEmpty();
    assertThat(sluice("--rebuild", "list").out()).endsWith("<list>\n");
    assertThat(calls().stream().filter(call -> call.contains("package"))).hasSize(3);
  }

  @Test
  void showsWhyABuildFailed() throws IOException {
    environment.put("BREAK_MAVEN", "yes");
    Outcome outcome = sluice("list");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("[ERROR] Compilation failure: the cat sat on the keyboard")
        .contains("Cannot build Sluice: ")
        .contains("logs/build.log")
        .doesNotContain("so far so good");
    assertThat(root.resolve("logs/build.log")).content().contains("so far so good");
  }

  @Test
  void refusesAJavaThatCannotRunIt() throws IOException {
    for (String version : List.of("11.0.2", "1.8.0", "25")) {
      Path home = folder.resolve("java-" + version);
      executable(home.resolve("bin/java"), "#!/bin/sh\nexit 9\n");
      Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
      environment.put("JAVA_HOME", home.toString());

      Outcome outcome = sluice("list");
      assertThat(outcome.exitCode()).isEqualTo(2);
      assertThat(outcome.err())
          .startsWith("Cannot run on Java " + version.split("\\.", 2)[0] + ": ")
          .contains("Install a JDK 17");
    }
    environment.put("JAVA_HOME", folder.resolve("nowhere").toString());
    assertThat(sluice("list").err()).startsWith("Cannot start Java: " + folder.resolve("nowhere"));
  }

  @Test
  void saysWhenMavenIsMissing() throws IOException {
    environment.put("PATH", withoutMaven());

    Outcome outcome = sluice("list");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("Cannot build Sluice: mvn (no such program on the PATH).");
  }

  @Test
  void keepsTheCollectorThatTheUserNamed() throws IOException {
    assertThat(sluice("list").out()).contains("-XX:+UseParallelGC");
    environment.put("SPARK_SUBMIT_OPTS", "-XX:+UseG1GC");
    assertThat(sluice("list").out())
        .doesNotContain("UseParallelGC")
        .contains("-XX:Tier4InvocationThreshold=");
  }

  @Test
  void leavesTheHeapToADistributionUnlessToldOtherwise() throws IOException {
    environment.put("SPARK_HOME", folder.toString());
    assertThat(sluice("list").out()).doesNotContain("--driver-memory");
    environment.put("SLUICE_DRIVER_MEMORY", "5g");
    assertThat(sluice("list").out()).contains("<--driver-memory>\n<5g>");
    assertThat(calls()).as("no training with another Spark").hasSize(1);
  }

  private Outcome sluice(String... arguments) {
    return start(root, root.resolve("sluice"), arguments);
  }

  private Outcome start(Path workingFolder, Path script, String... arguments) {
    List<String> command =
        Stream.concat(Stream.of(script.toString()), Stream.of(arguments)).toList();
    String name = "out-" + System.nanoTime();
    try (Program program = Program.start(name, workingFolder, command, environment)) {
      return program.await(Duration.ofSeconds(30));
    }
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  /** The tools that the script needs, in one folder that has no Maven. */
  private String withoutMaven() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("no-maven"));
    for (String tool :
        List.of("bash", "env", "dirname", "readlink", "sed", "head", "find", "mkdir", "tail")) {
      for (String place : System.getenv("PATH").split(":", -1)) {
        Path path = Path.of(place, tool);
        if (Files.isExecutable(path) && !Files.exists(bin.resolve(tool))) {
          executable(bin.resolve(tool), "#!/bin/sh\nexec " + path + " \"$@\"\n");
        }
      }
    }
    return bin.toString();
  }

  private static void executable(Path path, String text) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    assertThat(path.toFile().setExecutable(true)).isTrue();
  }
}
