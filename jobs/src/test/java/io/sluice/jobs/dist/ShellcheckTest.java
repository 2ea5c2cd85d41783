package io.sluice.jobs.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.jobs.dist.Program.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellcheckTest {
  @TempDir Path folder;

  @Test
  void findsNothingInTheScripts() throws IOException {
    boolean present =
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "shellcheck")));
    assumeTrue(present, "SKIPPED: no shellcheck here (Debian: apt-get install shellcheck)");

    List<String> command = new ArrayList<>(List.of("shellcheck"));
    for (String place : List.of(".", ".ci", "scripts", "bench")) {
      try (Stream<Path> files = Files.list(Project.root().resolve(place))) {
        files.filter(ShellcheckTest::isScript).map(Path::toString).forEach(command::add);
      }
    }
    assertThat(command).hasSizeGreaterThanOrEqualTo(4);
    try (Program program = Program.start("shellcheck", folder, command, Map.of())) {
      Outcome outcome = program.await(Duration.ofMinutes(1));
      assertThat(outcome.out()).isEmpty();
      outcome.succeeds();
    }
  }

  private static boolean isScript(Path path) {
    try (Stream<String> lines = Files.isRegularFile(path) ? Files.lines(path) : Stream.empty()) {
      return lines.findFirst().filter(line -> line.matches("#!.*\\b(ba)?sh")).isPresent();
    } catch (IOException | java.io.UncheckedIOException unreadable) {
      return false;
    }
  }
}
