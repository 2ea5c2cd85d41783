package io.sluice.jobs.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;
import org.awaitility.Awaitility;

/**
 * A Spark cluster on this machine alone: one master and some workers, each a JVM of its own, from
 * the jars that Maven resolved. Driver and executors are then in separate JVMs too, which shows
 * what local mode hides.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final int port = freePort();
  private final int uiPort = freePort();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Program> workers = new ArrayList<>();
  private final Program master;

  private StandaloneCluster(Path folder) {
    this.folder = folder;
    this.master =
        daemon(
            "master",
            "org.apache.spark.deploy.master.Master",
            "--host",
            HOST,
            "--port",
            String.valueOf(port),
            "--webui-port",
            String.valueOf(uiPort));
  }

  /** Starts a cluster whose workers have one core and 1 GB each; returns when all have joined. */
  static StandaloneCluster start(Path folder, int workers) {
    StandaloneCluster cluster = new StandaloneCluster(folder);
    try {
      cluster.awaitState("\"aliveworkers\" : 0");
      for (int i = 0; i < workers; i++) {
        cluster.startWorker("worker-" + i);
      }
      cluster.awaitState("\"aliveworkers\" : " + workers);
      return cluster;
    } catch (RuntimeException | Error failure) {
      cluster.close();
      throw failure;
    }
  }

  /** Returns what goes behind {@code --master}. */
  String url() {
    return "spark://" + HOST + ":" + port;
  }

  /**
   * Ends one worker, and the executors it runs, with SIGKILL; the driver learns of it as it would
   * of a lost machine.
   */
  void killWorker(int worker) {
    workers.get(worker).kill();
  }

  /** Tells whether the worker runs an executor at this moment. */
  boolean runsExecutor(int worker) {
    return ProcessHandle.of(workers.get(worker).pid())
        .map(handle -> handle.descendants().findAny().isPresent())
        .orElse(false);
  }

  @Override
  public void close() {
    workers.forEach(Program::close);
    master.close();
  }

  private void startWorker(String name) {
    workers.add(
        daemon(
            name,
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            HOST,
            "--webui-port",
            String.valueOf(freePort()),
            "--cores",
            "1",
            "--memory",
            "1g",
            "--work-dir",
            folder.resolve(name + "-work").toString(),
            url()));
  }

  private Program daemon(String name, String mainClass, String... arguments) {
    try {
      Files.createDirectories(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC"));
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
    command.addAll(List.of("-cp", Project.sparkHome().resolve("jars") + "/*", mainClass));
    command.addAll(List.of(arguments));
    return Program.start(
        name,
        folder,
        command,
        Map.of(
            "SPARK_HOME",
            Project.sparkHome().toString(),
            "SPARK_SCALA_VERSION",
            "2.12",
            "SPARK_LOCAL_IP",
            HOST));
  }

  private void awaitState(String wanted) {
    Awaitility.await("the master to say " + wanted)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .until(() -> state().contains(wanted));
  }

  private String state() throws IOException, InterruptedException {
    URI page = URI.create("http://" + HOST + ":" + uiPort + "/json/");
    return http.send(
            HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(5)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
