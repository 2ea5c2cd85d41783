package io.sluice.jobs.dist;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs {@code scripts/spark-submit} as a process of its own, as a user or a scheduler would. */
record SparkSubmit(
    Path folder,
    Path jar,
    String mainClass,
    List<String> options,
    Map<String, String> environment) {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String QUICK = "-XX:TieredStopAtLevel=1";

  /** Returns a submission of Sluice's command line from its shaded jar, with a small heap. */
  static SparkSubmit sluice(Path folder) {
    return of(folder, Project.jar(), "io.sluice.jobs.cli.Sluice");
  }

  static SparkSubmit of(Path folder, Path jar, String mainClass) {
    return new SparkSubmit(folder, jar, mainClass, List.of(), Map.of())
        .with("--driver-memory", "1g")
        .with("--conf", "spark.ui.enabled=false")
        // Short runs: the optimising compiler would take longer than it saves.
        .with("--conf", "spark.executor.extraJavaOptions=" + QUICK)
        .withEnvironment("SPARK_SUBMIT_OPTS", QUICK);
  }

  /** Returns a copy with further options of spark-submit. */
  SparkSubmit with(String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return new SparkSubmit(folder, jar, mainClass, List.copyOf(all), environment);
  }

  /** Returns a copy for a cluster on this machine, which the driver then stays on. */
  SparkSubmit withMaster(String master) {
    return with("--master", master).withEnvironment("SPARK_LOCAL_IP", "127.0.0.1");
  }

  SparkSubmit withEnvironment(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.put(name, value);
    return new SparkSubmit(folder, jar, mainClass, options, Map.copyOf(all));
  }

  /** Runs it to its end. */
  Program.Outcome run(String... arguments) {
    try (Program program = start(arguments)) {
      return program.await(PATIENCE);
    }
  }

  /** Starts it and returns at once. */
  Program start(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Project.root().resolve("scripts/spark-submit").toString());
    command.addAll(options);
    command.addAll(List.of("--class", mainClass, jar.toString()));
    command.addAll(List.of(arguments));
    return Program.start("spark-submit-" + System.nanoTime(), folder, command, environment);
  }
}
