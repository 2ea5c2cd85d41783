package io.sluice.jobs.pipeline;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads selectors: which pipelines somebody means. */
final class Selector {

  private final Project project;
  private final Dependencies dependencies;

  private Selector(Project project) {
    this.project = project;
    this.dependencies = project.dependencies();
  }

  static Selection select(Project project, List<String> selectors) {
    Selector selector = new Selector(project);
    Set<TableName> selected = new TreeSet<>();
    if (selectors.isEmpty()) {
      project.pipelines().forEach(pipeline -> selected.add(pipeline.table()));
    }
    Problems problems = new Problems();
    for (String text : selectors) {
      Set<TableName> matches = selector.matches(text);
      selected.addAll(matches);
      if (matches.isEmpty()) {
        problems.add(Problem.of(selector.nothing(text)));
      }
    }
    problems.throwIfAny();
    return selector.selection(selected);
  }

  private Set<TableName> matches(String text) {
    boolean upstream = text.startsWith("+");
    boolean downstream = text.length() > 1 && text.endsWith("+");
    Pattern pattern = glob(name(text));
    Set<TableName> result = new TreeSet<>();
    for (Pipeline pipeline : project.pipelines()) {
      TableName table = pipeline.table();
      if (makes(pipeline, pattern)) {
        result.add(table);
        result.addAll(upstream ? dependencies.upstream(table) : Set.of());
        result.addAll(downstream ? dependencies.downstream(table) : Set.of());
      } else if (downstream && reads(pipeline, pattern)) {
        result.addAll(dependencies.downstream(table));
      }
    }
    return result;
  }

  private static String name(String text) {
    return text.replaceFirst("^\\+", "").replaceFirst("\\+$", "");
  }

  /** Data that no pipeline makes goes by the name of its contract, its table or its raw folder. */
  private static Set<String> sources(Pipeline pipeline) {
    Set<String> names = new LinkedHashSet<>();
    for (Read read : pipeline.read().values()) {
      read.contract().ifPresent(name -> names.add(name.toString()));
      read.table().ifPresent(name -> names.add(name.toString()));
      read.path()
          .filter(path -> path.startsWith("raw/"))
          .ifPresent(path -> names.add("raw." + path.split("/", -1)[1]));
    }
    return names;
  }

  private static boolean makes(Pipeline pipeline, Pattern pattern) {
    return pipeline.targets().stream()
        .anyMatch(target -> pattern.matcher(target.table().toString()).matches());
  }

  private static boolean reads(Pipeline pipeline, Pattern pattern) {
    return sources(pipeline).stream().anyMatch(name -> pattern.matcher(name).matches());
  }

  private static Pattern glob(String text) {
    String quoted = Pattern.quote(text).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    return Pattern.compile(quoted);
  }

  private String nothing(String text) {
    Pattern pattern = glob(name(text));
    if (project.pipelines().stream().anyMatch(pipeline -> reads(pipeline, pattern))) {
      return Messages.cannot(
          "select",
          text,
          "it is read, and no pipeline makes it",
          "Write " + name(text) + "+ for all that needs it.");
    }
    Set<String> known = new LinkedHashSet<>();
    project
        .pipelines()
        .forEach(p -> p.targets().forEach(target -> known.add(target.table().toString())));
    if (text.endsWith("+")) {
      project.pipelines().forEach(pipeline -> known.addAll(sources(pipeline)));
    }
    return Messages.cannot(
        "select", text, "no pipeline matches", Messages.known("There are", name(text), known));
  }

  private Selection selection(Set<TableName> selected) {
    Map<TableName, Set<TableName>> needs = new LinkedHashMap<>();
    List<TableName> order = dependencies.ordered(selected);
    for (TableName table : order) {
      Set<TableName> before = dependencies.upstream(table);
      before.remove(table);
      before.retainAll(selected);
      needs.put(table, Set.copyOf(before));
    }
    return new Selection(
        order.stream().map(table -> project.pipeline(table).orElseThrow()).toList(), needs);
  }
}
