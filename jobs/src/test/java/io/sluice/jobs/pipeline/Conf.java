package io.sluice.jobs.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A project's files in a folder of the test's own. */
public final class Conf {

  private static final String ENVIRONMENT =
      """
      lake: { root: lake }
      """;

  private static final String CONTRACT =
      """
      apiVersion: v3.0.2
      kind: DataContract
      id: raw.posts
      version: 1.0.0
      status: active
      schema:
        - name: posts
          properties:
            - { name: userId, physicalType: int, required: true }
            - { name: id, physicalType: int }
            - { name: title, physicalType: string }
            - { name: body, physicalType: string }
      """;

  private final Path folder;

  private Conf(Path folder) {
    this.folder = folder;
  }

  /** Returns a project with an environment {@code test}, a contract raw.posts and no pipeline. */
  public static Conf in(Path folder) {
    return new Conf(folder)
        .file("conf/env/test.yaml", ENVIRONMENT)
        .file("schemas/raw/posts.yaml", CONTRACT);
  }

  /** Writes a file, its place told from the folder that holds conf/. */
  public Conf file(String path, String text) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a pipeline that reads raw/posts by contract, and {@code rest} of the file. */
  public Conf posts(String table, String rest) {
    return pipeline(
        table,
        """
        table: %s
        read:
          posts: { path: raw/posts, format: json, contract: raw.posts }
        %s"""
            .formatted(table, rest));
  }

  public Conf pipeline(String table, String text) {
    return file("conf/pipelines/" + table.replace('.', '/') + ".yaml", text);
  }

  public Project load() {
    return load(Map.of());
  }

  public Project load(Map<String, String> overrides) {
    return Project.load(folder.resolve("conf"), "test", overrides);
  }

  /** Loads, and returns what is wrong, with the folder's own path left out. */
  public List<String> problems() {
    return problems(Map.of());
  }

  public List<String> problems(Map<String, String> overrides) {
    try {
      load(overrides);
      return List.of();
    } catch (InvalidInputException e) {
      return shown(e);
    }
  }

  public List<String> shown(InvalidInputException e) {
    return e.problems().stream().map(p -> p.toString().replace(folder + "/", "")).toList();
  }

  public Path folder() {
    return folder;
  }

  /** Returns all files there are, told from the folder. */
  public List<String> files() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).map(f -> folder.relativize(f).toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
