package io.sluice.jobs.pipeline;

import io.sluice.jobs.pipeline.contract.Contract;
import io.sluice.jobs.pipeline.contract.ContractReader;
import io.sluice.jobs.pipeline.steps.StepForm;
import io.sluice.jobs.pipeline.yaml.Binder;
import io.sluice.jobs.pipeline.yaml.Node;
import io.sluice.jobs.pipeline.yaml.YamlFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads all files of a project, and checks what they say against each other. */
final class ProjectLoader {

  private final Path conf;
  private final String environmentName;
  private final Overrides overrides;
  private final Problems problems = new Problems();
  private final Set<TableName> brokenContracts = new TreeSet<>();
  private final Set<TableName> brokenPipelines = new TreeSet<>();

  ProjectLoader(Path conf, String environmentName, Map<String, String> overrides) {
    this.conf = conf.normalize();
    this.environmentName = environmentName;
    this.overrides = new Overrides(overrides);
  }

  Project load() {
    if (!Files.isDirectory(conf)) {
      throw new InvalidInputException(
          Problem.of(
              Messages.cannot(
                  "read configuration",
                  conf.toString(),
                  "there is no such folder",
                  "Run from the folder that holds conf/, or name it with --conf.")));
    }
    EnvironmentReader reader = new EnvironmentReader(conf, environmentName, overrides, problems);
    Optional<Environment> environment = reader.read();
    Substitution variables = reader.substitution();
    Map<TableName, Contract> contracts = contracts();
    List<Pipeline> pipelines = pipelines(variables);
    overrides.unused(variables, problems);
    Map<TableName, Pipeline> byTable = new TreeMap<>();
    pipelines.forEach(pipeline -> byTable.putIfAbsent(pipeline.table(), pipeline));
    if (environment.isEmpty()) {
      problems.throwIfAny();
    }
    Project project = new Project(environment.orElseThrow(), byTable, contracts);
    new Validator(project, pipelines, brokenContracts, brokenPipelines, problems).validate();
    problems.throwIfAny();
    return project;
  }

  private Map<TableName, Contract> contracts() {
    Path folder = conf.resolveSibling("schemas");
    Map<TableName, Contract> contracts = new TreeMap<>();
    for (Path file : yamlFiles(folder)) {
      ContractReader.read(folder, file, problems)
          .ifPresentOrElse(
              contract -> contracts.put(contract.name(), contract),
              () -> named(folder, file).ifPresent(brokenContracts::add));
    }
    return contracts;
  }

  private List<Pipeline> pipelines(Substitution variables) {
    Path folder = conf.resolve("pipelines");
    List<Path> files = yamlFiles(folder);
    if (files.isEmpty()) {
      problems.add(
          Problem.of(
              Messages.cannot(
                  "find pipelines",
                  folder.toString(),
                  "no file there ends in .yaml",
                  "Write one: " + folder + "/<database>/<table>.yaml.")));
    }
    List<Pipeline> pipelines = new ArrayList<>();
    for (Path file : files) {
      YamlFiles.read(file, file.toString(), problems)
          .map(tree -> (Node.Entries) variables.apply(tree, problems))
          .flatMap(tree -> bind(tree, file))
          .ifPresentOrElse(
              pipelines::add, () -> named(folder, file).ifPresent(brokenPipelines::add));
    }
    return pipelines;
  }

  /** Returns the name that a file's place says, for files that do not say their own. */
  private static Optional<TableName> named(Path folder, Path file) {
    try {
      String path = folder.relativize(file).toString().replace('\\', '/');
      return Optional.of(TableName.parse(path.replaceFirst("\\.ya?ml$", "").replace('/', '.')));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<Pipeline> bind(Node.Entries tree, Path file) {
    Origin origin = new Origin(file.toString(), Node.lines(tree));
    return new Binder(problems, Map.of(Step.class, StepForm::bind), Map.of(Origin.class, origin))
        .bind(tree, Pipeline.class);
  }

  private List<Path> yamlFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(f -> f.getFileName().toString().matches("[^._].*\\.ya?ml"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      problems.add(
          Problem.of(Messages.cannot("list folder", folder.toString(), e.getMessage(), "")));
      return List.of();
    }
  }
}
