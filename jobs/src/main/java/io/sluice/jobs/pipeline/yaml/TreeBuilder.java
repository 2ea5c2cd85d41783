package io.sluice.jobs.pipeline.yaml;

import io.sluice.jobs.pipeline.Messages;
import io.sluice.jobs.pipeline.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Turns the parser's tree into one of {@link Node}s, and finds keys that are given twice. */
final class TreeBuilder {

  private static final int MOST_NODES = 100_000;

  private final Problems problems;
  private final Set<org.yaml.snakeyaml.nodes.Node> open = new HashSet<>();
  private int built;

  TreeBuilder(Problems problems) {
    this.problems = problems;
  }

  Node build(org.yaml.snakeyaml.nodes.Node node, Place place) {
    if (++built > MOST_NODES) {
      return built == MOST_NODES + 1
          ? unusable(place, "its aliases unfold into more than " + MOST_NODES + " parts")
          : nothing(place);
    }
    if (node instanceof ScalarNode scalar) {
      return new Node.Text(place, scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN);
    }
    if (!open.add(node)) {
      return unusable(place, "an alias stands inside its own anchor");
    }
    Node result =
        node instanceof SequenceNode list ? items(list, place) : entries((MappingNode) node, place);
    open.remove(node);
    return result;
  }

  private Node unusable(Place place, String reason) {
    problems.add(place.problem(Messages.cannot("read YAML", place.key(), reason, "")));
    return nothing(place);
  }

  private static Node nothing(Place place) {
    return new Node.Text(place, "", true);
  }

  private Node items(SequenceNode list, Place place) {
    List<Node> items = new ArrayList<>();
    for (org.yaml.snakeyaml.nodes.Node item : list.getValue()) {
      items.add(build(item, place.item(line(item), items.size())));
    }
    return new Node.Items(place, items);
  }

  private Node entries(MappingNode map, Place place) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    List<Node> merged = new ArrayList<>();
    for (NodeTuple tuple : map.getValue()) {
      Place keyPlace = place.child(line(tuple.getKeyNode()), "?");
      if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
        problems.add(
            keyPlace.problem(
                Messages.cannot("read key", "?", "a list or map stands as a key", "Use a text.")));
        continue;
      }
      String key = scalar.getValue();
      keyPlace = place.child(line(scalar), key);
      Node value = build(tuple.getValueNode(), place.child(line(tuple.getValueNode()), key));
      if (key.equals("<<") && scalar.getScalarStyle() == ScalarStyle.PLAIN) {
        merged.add(value);
        continue;
      }
      Node.Entry first = entries.putIfAbsent(key, new Node.Entry(keyPlace, value));
      if (first != null) {
        problems.add(
            keyPlace.problem(
                Messages.cannot(
                    "use key",
                    key,
                    "it already stands in line " + first.place().line(),
                    "Delete one of the two.")));
      }
    }
    merged.forEach(node -> merge(node, place, entries));
    return new Node.Entries(place, entries);
  }

  /** Takes over the keys of a {@code <<} that the map itself does not have. */
  private void merge(Node node, Place place, Map<String, Node.Entry> into) {
    if (node instanceof Node.Entries map) {
      map.entries().forEach(into::putIfAbsent);
    } else if (node instanceof Node.Items list) {
      list.items().forEach(item -> merge(item, place, into));
    } else {
      unusable(place, "<< takes a map, or a list of maps");
    }
  }

  private static int line(org.yaml.snakeyaml.nodes.Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
