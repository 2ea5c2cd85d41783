package io.sluice.jobs.pipeline;

import io.sluice.jobs.pipeline.yaml.Node;
import io.sluice.jobs.pipeline.yaml.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code --set key=value} says: a key of the environment, or a variable. */
final class Overrides {

  private static final List<String> SECTIONS = List.of("lake", "catalog", "aws", "variables");

  private final Map<String, String> values;

  Overrides(Map<String, String> values) {
    this.values = new LinkedHashMap<>(values);
  }

  /** Returns the file of an environment with the overridden keys in place. */
  Node.Entries over(Node.Entries file) {
    Node.Entries result = file;
    for (Map.Entry<String, String> override : values.entrySet()) {
      String key = override.getKey();
      Place place = new Place("--set", 0, key);
      Node.Text value = new Node.Text(place, override.getValue(), false);
      List<String> path =
          key.startsWith("spark.")
              ? List.of("spark", key)
              : isSection(key) ? List.of(key.split("\\.", 2)) : List.of("variables", key);
      result = put(result, path, new Node.Entry(place, value));
    }
    return result;
  }

  private static boolean isSection(String key) {
    return SECTIONS.stream().anyMatch(section -> key.startsWith(section + "."));
  }

  private static Node.Entries put(Node.Entries map, List<String> path, Node.Entry entry) {
    String first = path.get(0);
    if (path.size() == 1) {
      return map.with(first, entry);
    }
    Node inner = map.value(first).orElse(null);
    Node.Entries section =
        inner instanceof Node.Entries entries
            ? entries
            : new Node.Entries(new Place(map.place().file(), map.place().line(), first), Map.of());
    Node.Entries changed = put(section, path.subList(1, path.size()), entry);
    return map.with(first, new Node.Entry(section.place(), changed));
  }

  /** Finds overrides that are neither a key of the environment nor a variable anybody uses. */
  void unused(Substitution variables, Problems problems) {
    values.forEach(
        (key, value) -> {
          boolean variable = !isSection(key) && !key.startsWith("spark.");
          if (variable && !variables.declared(key) && !variables.used(key)) {
            problems.add(
                Problem.of(
                    Messages.cannot(
                        "set",
                        key + "=" + value,
                        "no key of the environment and no variable has this name",
                        Messages.known("Variables are", key, variables.declared()))));
          }
        });
  }
}
