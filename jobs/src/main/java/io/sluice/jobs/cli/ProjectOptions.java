package io.sluice.jobs.cli;

import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.pipeline.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which project a command is about, and where it runs. */
final class ProjectOptions {

  @Option(
      names = "--env",
      paramLabel = "NAME",
      defaultValue = "local",
      description = "The environment, conf/env/NAME.yaml. Default: ${DEFAULT-VALUE}.")
  private String env = "local";

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      description =
          "The folder that holds env/ and pipelines/. Default: conf here, else beside the sluice"
              + " script.")
  private Path conf;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Overrides a key of the environment (lake.root=/tmp/lake) or a variable. May be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  String env() {
    return env;
  }

  Project load() {
    return Project.load(folder(), env, set);
  }

  private Path folder() {
    if (conf != null) {
      if (!Files.isDirectory(conf)) {
        throw new InvalidInputException(
            Problem.of(
                "Cannot read project: %s (no such folder). Name the folder that holds env/ and pipelines/ with --conf."
                    .formatted(conf)));
      }
      return conf;
    }
    Path here = Path.of("conf");
    String home = System.getProperty("sluice.home");
    if (Files.isDirectory(here) || home == null) {
      return here;
    }
    return Path.of(home, "conf");
  }
}
