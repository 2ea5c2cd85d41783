package io.sluice.jobs.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A process that a test has started, with what it prints in two files. */
final class Program implements AutoCloseable {
  private final Process process;
  private final Path out;
  private final Path err;

  private Program(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** What a program that has ended left behind. */
  record Outcome(int exitCode, String out, String err) {
    Outcome succeeds() {
      assertThat(exitCode).as("exit code; it printed:%n%s%n%s", out, err).isZero();
      return this;
    }
  }

  /**
   * Starts a program.
   *
   * @param folder where it runs and where its output is kept, under {@code name}
   * @param environment variables it gets beside those it inherits
   */
  static Program start(
      String name, Path folder, List<String> command, Map<String, String> environment) {
    Path out = folder.resolve(name + ".out");
    Path err = folder.resolve(name + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    Map<String, String> variables = builder.environment();
    variables.keySet().removeIf(key -> key.startsWith("SPARK_") || key.startsWith("SLUICE_"));
    variables.putAll(environment);
    try {
      return new Program(builder.start(), out, err);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  Outcome await(Duration atMost) {
    try {
      boolean ended = process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(ended)
          .as("ended within %s; it printed:%n%s%n%s", atMost, read(out), read(err))
          .isTrue();
      return new Outcome(process.exitValue(), read(out), read(err));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Waits until the program has printed something like this, on either stream. */
  void awaitText(Pattern text, Duration atMost) {
    awaitTextOrEnd(text, atMost, Duration.ofMillis(50));
    assertThat(read(out) + read(err)).containsPattern(text);
  }

  /**
   * Waits until the program has printed something like this, on either stream, or has ended.
   *
   * @param every how often to look
   */
  void awaitTextOrEnd(Pattern text, Duration atMost, Duration every) {
    Awaitility.await()
        .atMost(atMost)
        .pollDelay(Duration.ZERO)
        .pollInterval(every)
        .until(() -> text.matcher(read(out) + read(err)).find() || !isAlive());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** Asks it to end, as a service manager or Ctrl-C would. */
  void terminate() {
    process.destroy();
  }

  /** Ends the program and all that it started with SIGKILL: none gets to clean up. */
  void kill() {
    Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .toList()
        .forEach(ProcessHandle::destroyForcibly);
    try {
      process.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
