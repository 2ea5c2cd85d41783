package io.sluice.jobs.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.jobs.dist.Program.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkSubmitIT {
  @TempDir Path folder;
  private SparkSubmit submit;

  @BeforeEach
  void packProgram() throws IOException {
    Path jar = folder.resolve("who works.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file)) {
      String name = WhoWorks.class.getName().replace('.', '/') + ".class";
      entries.putNextEntry(new ZipEntry(name));
      try (var content = WhoWorks.class.getClassLoader().getResourceAsStream(name)) {
        content.transferTo(entries);
      }
    }
    submit = SparkSubmit.of(folder, jar, WhoWorks.class.getName());
  }

  @Test
  void handsArgumentsOverAsTheyAreAndTheExitCodeBack() {
    Outcome outcome = submit.run("2", "0", "fail", "", "two words", "$HOME 'q' \"d\" *", "--conf");

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(3);
    assertThat(outcome.out())
        .contains("arguments=[2, 0, fail, , two words, $HOME 'q' \"d\" *, --conf]")
        .contains("master=local[*]")
        .contains("tasks=2");
  }

  @Test
  void givesTheDriverItsHeapAndJavaOptionsWhicheverWayTheyAreSaid() throws IOException {
    Path properties = folder.resolve("spark.properties");
    Files.writeString(
        properties,
        "spark.driver.memory 600m\nspark.driver.extraJavaOptions \"-Dgiven=from file\"\n");
    SparkSubmit bare =
        new SparkSubmit(folder, submit.jar(), submit.mainClass(), List.of(), submit.environment());

    assertThat(bare.with("--properties-file", properties.toString()).run("1", "0").succeeds().out())
        .contains("given=from file")
        .containsPattern("heap=(5[89]\\d|600)\n");
    assertThat(
            bare.with("--driver-memory", "700m")
                .with("--driver-java-options", "\"-Dgiven=said here\"")
                .with("--properties-file", properties.toString())
                .run("1", "0")
                .succeeds()
                .out())
        .contains("given=said here")
        .containsPattern("heap=(6[89]\\d|700)\n");
    assertThat(bare.with("--conf", "spark.driver.memory=800m").run("1", "0").succeeds().out())
        .containsPattern("heap=(7[6-9]\\d|800)\n");
  }

  @Test
  void refusesWhatSparkSubmitRefuses() {
    assertThat(submit.with("--no-such-option").run().exitCode()).isNotZero();
    assertThat(submit.with("--driver-java-options", "-Xmx3g").run("1", "0").err())
        .contains("Not allowed to specify max heap");
  }

  @Test
  void saysWhatIsMissingWhenThereIsNoSpark() {
    Outcome outcome = submit.withEnvironment("SPARK_HOME", folder.toString()).run("1", "0");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .startsWith(
            "Cannot start Spark: " + folder + " (it holds neither bin/spark-submit nor jars/).");
  }

  @Test
  void callsTheDistributionThatSparkHomeNames() throws IOException {
    Path script = Files.createDirectories(folder.resolve("home/bin")).resolve("spark-submit");
    Files.writeString(script, "#!/bin/sh\necho \"its own: $*\"\nexit 7\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();

    Outcome outcome =
        submit.withEnvironment("SPARK_HOME", folder.resolve("home").toString()).run("1");

    assertThat(outcome.exitCode()).isEqualTo(7);
    assertThat(outcome.out()).startsWith("its own: --driver-memory 1g");
  }

  @Test
  void stopsTheDriverWhenItIsTerminated() {
    try (Program program = submit.start("1", "600000")) {
      program.awaitText(Pattern.compile("master="), Duration.ofSeconds(60));
      program.terminate();
      assertThat(program.await(Duration.ofSeconds(30)).exitCode()).isEqualTo(143);
    }
  }

  @Test
  void sharesTasksBetweenTwoWorkers() {
    try (StandaloneCluster cluster = StandaloneCluster.start(folder.resolve("cluster"), 2)) {
      Outcome outcome = submit.withMaster(cluster.url()).run("8", "500").succeeds();

      assertThat(outcome.out()).contains("master=" + cluster.url()).contains("tasks=8");
      String driver = line(outcome.out(), "driver=");
      assertThat(line(outcome.out(), "workers=").split(", ")).hasSize(2).doesNotContain(driver);
    }
  }

  @Test
  void finishesWhenAWorkerIsKilledInMidRun() {
    try (StandaloneCluster cluster = StandaloneCluster.start(folder.resolve("cluster"), 2);
        Program program = submit.withMaster(cluster.url()).start("10", "1000")) {
      program.awaitText(Pattern.compile("master="), Duration.ofSeconds(60));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> cluster.runsExecutor(0) && cluster.runsExecutor(1));
      cluster.killWorker(0);

      assertThat(cluster.runsExecutor(0)).isFalse();
      assertThat(program.await(Duration.ofMinutes(2)).succeeds().out()).contains("tasks=10");
    }
  }

  private static String line(String text, String start) {
    return text.lines()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .map(line -> line.substring(start.length()))
        .orElseThrow();
  }
}
