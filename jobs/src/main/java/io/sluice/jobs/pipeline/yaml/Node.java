package io.sluice.jobs.pipeline.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A part of a YAML file: a text, a list or a map. Texts are kept as they were written. */
public sealed interface Node {

  Place place();

  /** Returns what this is, for messages: {@code a list}. */
  String kind();

  /**
   * A scalar.
   *
   * @param plain whether it stood without quotes, and so may mean nothing at all
   */
  record Text(Place place, String value, boolean plain) implements Node {

    /** Returns whether nothing was written, or null. */
    public boolean isNothing() {
      return plain && (value.isEmpty() || value.equals("~") || value.equalsIgnoreCase("null"));
    }

    @Override
    public String kind() {
      return isNothing() ? "nothing" : "a text";
    }
  }

  /** A list. */
  record Items(Place place, List<Node> items) implements Node {

    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A map, in the order of the file. Each key's own place is that of its line. */
  record Entries(Place place, Map<String, Entry> entries) implements Node {

    public Entries {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String kind() {
      return "a map";
    }

    /** Returns the value of {@code key}. */
    public Optional<Node> value(String key) {
      return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    /** Returns this map with {@code key} having another value. */
    public Entries with(String key, Entry entry) {
      Map<String, Entry> changed = new LinkedHashMap<>(entries);
      changed.put(key, entry);
      return new Entries(place, changed);
    }
  }

  /** One key of a map, and its value. */
  record Entry(Place place, Node value) {}

  /** Returns the line of every key below {@code node}, by path. */
  static Map<String, Integer> lines(Node node) {
    Map<String, Integer> lines = new LinkedHashMap<>();
    collect(node, lines);
    return lines;
  }

  private static void collect(Node node, Map<String, Integer> lines) {
    lines.putIfAbsent(node.place().key(), node.place().line());
    if (node instanceof Items list) {
      list.items().forEach(item -> collect(item, lines));
    } else if (node instanceof Entries map) {
      map.entries()
          .forEach(
              (key, entry) -> {
                lines.putIfAbsent(entry.place().key(), entry.place().line());
                collect(entry.value(), lines);
              });
    }
  }

  /** Returns how {@code node} was written, roughly, for messages. */
  static String show(Node node) {
    if (node instanceof Text text) {
      return text.value();
    }
    List<String> parts = new ArrayList<>();
    if (node instanceof Items list) {
      list.items().forEach(item -> parts.add(show(item)));
      return "[" + String.join(", ", parts) + "]";
    }
    ((Entries) node).entries().forEach((k, e) -> parts.add(k + ": " + show(e.value())));
    return "{" + String.join(", ", parts) + "}";
  }
}
