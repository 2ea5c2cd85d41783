package io.sluice.jobs.pipeline;

import io.sluice.jobs.pipeline.yaml.Node;
import io.sluice.jobs.pipeline.yaml.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts values in the place of {@code ${name}}. A second dollar sign in front keeps it from being
 * one; a reference to a secret stays.
 */
final class Substitution {

  private final Map<String, String> values;
  private final Set<String> declared;
  private final boolean complete;
  private final Set<String> used = new HashSet<>();
  private final Deque<String> resolving = new ArrayDeque<>();

  /**
   * @param values the variables
   * @param declared those that a file declares
   * @param complete whether a name that is not among them is a fault
   */
  Substitution(Map<String, String> values, Set<String> declared, boolean complete) {
    this.values = values;
    this.declared = declared;
    this.complete = complete;
  }

  boolean declared(String name) {
    return declared.contains(name);
  }

  boolean used(String name) {
    return used.contains(name);
  }

  /** Returns the variables that a file declares. */
  Collection<String> declared() {
    return declared;
  }

  /** Returns {@code node} with the variables in all its values replaced. */
  Node apply(Node node, Problems problems) {
    if (node instanceof Node.Text text) {
      return new Node.Text(
          text.place(), replace(text.value(), text.place(), problems), text.plain());
    }
    if (node instanceof Node.Items list) {
      List<Node> items = new ArrayList<>();
      list.items().forEach(item -> items.add(apply(item, problems)));
      return new Node.Items(list.place(), items);
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    ((Node.Entries) node)
        .entries()
        .forEach(
            (key, entry) ->
                entries.put(key, new Node.Entry(entry.place(), apply(entry.value(), problems))));
    return new Node.Entries(node.place(), entries);
  }

  private String replace(String text, Place place, Problems problems) {
    StringBuilder result = new StringBuilder();
    int at = 0;
    while (true) {
      int start = text.indexOf("${", at);
      if (start < 0) {
        return result.append(text, at, text.length()).toString();
      }
      if (start > at && text.charAt(start - 1) == '$') {
        result.append(text, at, start - 1).append("${");
        at = start + 2;
        continue;
      }
      int end = text.indexOf('}', start);
      if (end < 0) {
        problems.add(
            place.problem(
                Messages.cannot(
                    "read variable", text.substring(start), "its } is missing", "Write ${name}.")));
        return text;
      }
      String name = text.substring(start + 2, end).strip();
      result.append(text, at, start);
      if (name.startsWith("secret:")) {
        result.append(text, start, end + 1);
      } else {
        result.append(value(name, place, problems).orElse(text.substring(start, end + 1)));
      }
      at = end + 1;
    }
  }

  private Optional<String> value(String name, Place place, Problems problems) {
    used.add(name);
    String value = values.get(name);
    if (value == null) {
      if (complete) {
        problems.add(
            place.problem(
                Messages.cannot(
                    "use variable",
                    "${" + name + "}",
                    "the environment has no such variable",
                    Messages.known("Variables are", name, values.keySet()))));
      }
      return Optional.empty();
    }
    if (resolving.contains(name)) {
      problems.add(
          place.problem(
              Messages.cannot("use variable", "${" + name + "}", "its value names itself", "")));
      return Optional.empty();
    }
    resolving.push(name);
    String resolved = replace(value, place, problems);
    resolving.pop();
    return Optional.of(resolved);
  }
}
