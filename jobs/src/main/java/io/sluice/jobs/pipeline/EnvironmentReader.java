package io.sluice.jobs.pipeline;

import io.sluice.jobs.pipeline.yaml.Binder;
import io.sluice.jobs.pipeline.yaml.Node;
import io.sluice.jobs.pipeline.yaml.YamlFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads {@code conf/env/<name>.yaml}, and the variables that it gives to all other files. */
final class EnvironmentReader {

  private final Path conf;
  private final String name;
  private final Overrides overrides;
  private final Problems problems;
  private Substitution substitution = new Substitution(Map.of(), Set.of(), false);

  EnvironmentReader(Path conf, String name, Overrides overrides, Problems problems) {
    this.conf = conf;
    this.name = name;
    this.overrides = overrides;
    this.problems = problems;
  }

  /** Returns the variables. Where the environment could not be read, none of them is known. */
  Substitution substitution() {
    return substitution;
  }

  Optional<Environment> read() {
    Path file = conf.resolve("env").resolve(name + ".yaml");
    if (!name.matches("[A-Za-z0-9_-]+") || !Files.isRegularFile(file)) {
      problems.add(
          Problem.of(
              Messages.cannot(
                  "use environment",
                  name,
                  "there is no file " + file,
                  Messages.known("Environments are", name, names()))));
      return Optional.empty();
    }
    Optional<Node.Entries> tree = YamlFiles.read(file, file.toString(), problems);
    if (tree.isEmpty()) {
      return Optional.empty();
    }
    Set<String> declared = new TreeSet<>(variables(tree.get()).keySet());
    Node.Entries overridden = overrides.over(tree.get());
    Map<String, String> variables = variables(overridden);
    variables.putIfAbsent("env", name);
    substitution = new Substitution(variables, declared, true);
    Node replaced = substitution.apply(overridden, problems);
    Path base = conf.toAbsolutePath().normalize().getParent();
    Origin origin = new Origin(file.toString(), Node.lines(replaced));
    return new Binder(
            problems,
            Map.of(),
            Map.of(
                String.class,
                name,
                Path.class,
                base == null ? conf.toAbsolutePath() : base,
                Origin.class,
                origin))
        .bind(replaced, Environment.class);
  }

  private static Map<String, String> variables(Node.Entries tree) {
    Map<String, String> variables = new TreeMap<>();
    if (tree.value("variables").orElse(null) instanceof Node.Entries entries) {
      entries
          .entries()
          .forEach(
              (key, entry) -> {
                if (entry.value() instanceof Node.Text text) {
                  variables.put(key, text.value());
                }
              });
    }
    return variables;
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(conf.resolve("env"))) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".yaml"))
          .map(f -> f.substring(0, f.length() - ".yaml".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
