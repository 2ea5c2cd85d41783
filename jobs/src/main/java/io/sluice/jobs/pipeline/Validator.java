package io.sluice.jobs.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Checks what files say against each other. */
final class Validator {

  private final Project project;
  private final List<Pipeline> pipelines;
  private final Set<TableName> brokenContracts;
  private final Set<TableName> brokenPipelines;
  private final Problems problems;

  /**
   * @param pipelines all that could be read, several for one table included
   * @param brokenContracts contracts whose files are wrong, which was said already
   * @param brokenPipelines tables whose pipelines are wrong, which was said already
   */
  Validator(
      Project project,
      List<Pipeline> pipelines,
      Set<TableName> brokenContracts,
      Set<TableName> brokenPipelines,
      Problems problems) {
    this.project = project;
    this.pipelines = pipelines;
    this.brokenContracts = brokenContracts;
    this.brokenPipelines = brokenPipelines;
    this.problems = problems;
  }

  void validate() {
    environment();
    Map<TableName, Made> first = new TreeMap<>();
    for (Pipeline pipeline : pipelines) {
      Checked checked = new Checked(project, pipeline, problems);
      pipeline.targets().forEach(target -> unique(checked, target, first));
      if (pipeline.read().isEmpty()) {
        checked.refuse("read", "read", "{}", "there is no input", "Add one.");
      }
      pipeline
          .read()
          .forEach((name, read) -> new ReadCheck(checked, name, read, brokenContracts).check());
      new StepCheck(checked).check();
      contracts(checked);
      new WriteCheck(checked).check();
      tables(checked);
      sources(checked);
    }
    places(List.copyOf(first.values()));
    rings();
  }

  /** A table, and the pipeline that makes it. */
  private record Made(Pipeline pipeline, Target target) {

    String key() {
      return target.result().isPresent() ? target.key() : "table";
    }
  }

  private static void unique(Checked checked, Target target, Map<TableName, Made> first) {
    Made made = new Made(checked.pipeline(), target);
    Made other = first.putIfAbsent(target.table(), made);
    if (other != null) {
      Origin origin = other.pipeline.origin();
      checked.refuse(
          made.key(),
          "make table",
          target.table().toString(),
          origin.file() + ":" + origin.line(other.key()) + " makes it already",
          "Delete one of the two, or name another table.");
    }
  }

  private void environment() {
    Environment environment = project.environment();
    if (environment.catalog().type() != Environment.CatalogType.NONE) {
      String type = Keys.name(environment.catalog().type());
      problems.add(
          environment
              .origin()
              .problem(
                  "catalog.type",
                  Messages.cannot(
                      "use catalog", type, "not supported yet in this version", "Use none.")));
    }
    for (String key : environment.spark().keySet()) {
      if (!key.startsWith("spark.")) {
        problems.add(
            environment
                .origin()
                .problem(
                    "spark." + key,
                    Messages.cannot(
                        "set",
                        key,
                        "a Spark setting begins with spark.",
                        "Write spark." + key + ".")));
      }
    }
  }

  private void contracts(Checked checked) {
    List<Step> steps = checked.pipeline().steps();
    for (int i = 0; i < steps.size(); i++) {
      String step = steps.get(i).key(i);
      String own = step + ".contract";
      String key = checked.pipeline().origin().lines().containsKey(own) ? own : step;
      steps
          .get(i)
          .arguments()
          .contracts()
          .forEach(name -> checked.contract(key, name, brokenContracts));
    }
  }

  /** A table that is read is made by a pipeline, or lies in the lake already. */
  private void tables(Checked checked) {
    checked
        .pipeline()
        .read()
        .forEach(
            (name, read) ->
                read.table()
                    .filter(t -> project.maker(t).isEmpty() && !brokenPipelines.contains(t))
                    .filter(t -> !mayExist(project.tablePath(t)))
                    .ifPresent(
                        t ->
                            checked.unknown(
                                "read." + name + ".table",
                                "read table",
                                t.toString(),
                                "no pipeline makes it, and there is no folder "
                                    + project.tablePath(t),
                                project.pipelines().stream()
                                    .map(p -> p.table().toString())
                                    .toList())));
  }

  private static boolean mayExist(String path) {
    return Paths.isUri(path) || Files.exists(Path.of(path));
  }

  /** A pipeline does not write where it reads. */
  private void sources(Checked checked) {
    for (Target target : checked.pipeline().targets()) {
      sources(checked, target.table(), project.tablePath(target));
    }
  }

  private void sources(Checked checked, TableName table, String target) {
    checked
        .pipeline()
        .read()
        .forEach(
            (name, read) -> {
              boolean same = read.table().filter(table::equals).isPresent();
              String source =
                  read.path()
                      .map(project.environment()::resolve)
                      .or(() -> read.table().map(project::tablePath))
                      .orElse("");
              if (same || (!source.isEmpty() && Paths.overlap(source, target))) {
                checked.refuse(
                    "read." + name,
                    "read input",
                    read.path().orElseGet(() -> read.table().orElseThrow().toString()),
                    "it is where this pipeline writes, " + target,
                    "Write another table, and read that where this one is read.");
              }
            });
  }

  /** No two tables lie in one place. */
  private void places(List<Made> unique) {
    List<List<String>> places =
        unique.stream().map(made -> Paths.segments(project.tablePath(made.target))).toList();
    for (int i = 0; i < unique.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (Paths.overlap(places.get(i), places.get(j))) {
          Target target = unique.get(i).target;
          Target other = unique.get(j).target;
          new Checked(project, unique.get(i).pipeline, problems)
              .refuse(
                  target.key() + ".path",
                  "write to",
                  project.tablePath(target),
                  other.table() + " writes to " + project.tablePath(other),
                  "Give each table a folder of its own.");
        }
      }
    }
  }

  private void rings() {
    Set<TableName> told = new HashSet<>();
    for (Pipeline pipeline : project.pipelines()) {
      if (told.contains(pipeline.table())) {
        continue;
      }
      project
          .dependencies()
          .ring(pipeline.table())
          .ifPresent(
              ring -> {
                told.addAll(ring);
                new Checked(project, pipeline, problems)
                    .refuse(
                        "read",
                        "order pipelines",
                        String.join(" -> ", ring.stream().map(TableName::toString).toList()),
                        "each needs the next",
                        "Break the ring: let one of them read something else.");
              });
    }
  }
}
