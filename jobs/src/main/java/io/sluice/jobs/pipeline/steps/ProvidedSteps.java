package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Messages;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.yaml.Binder;
import io.sluice.jobs.pipeline.yaml.Node;
import io.sluice.transforms.TransformProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The transforms that are found on the classpath besides those that come with this library. */
final class ProvidedSteps {

  private static final String VALUE = "value";

  private final Map<String, List<TransformProvider>> byName = new LinkedHashMap<>();
  private Optional<String> fault = Optional.empty();

  private ProvidedSteps() {}

  static ProvidedSteps find() {
    ProvidedSteps found = new ProvidedSteps();
    try {
      // That of the thread: spark-submit puts the jars it is given there.
      for (TransformProvider provider : ServiceLoader.load(TransformProvider.class)) {
        found.byName.computeIfAbsent(provider.name(), n -> new ArrayList<>()).add(provider);
      }
    } catch (ServiceConfigurationError e) {
      found.fault = Optional.of(e.getMessage());
    }
    return found;
  }

  List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** Returns why no step of this name can be had, though there is a transform of it. */
  Optional<String> refusal(String name) {
    List<String> made = new ArrayList<>();
    if (StepCatalog.all().containsKey(name)) {
      made.add("it comes with Sluice");
    }
    List<TransformProvider> providers = byName.getOrDefault(name, List.of());
    providers.forEach(p -> made.add(p.getClass().getName() + " gives it"));
    return providers.isEmpty() || made.size() == 1
        ? Optional.empty()
        : Optional.of(String.join(" and ", made));
  }

  /** Returns what was wrong with a jar, so that its transforms could not be found. */
  Optional<String> fault() {
    return fault;
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  /** Returns the step that {@code value} says, or nothing where its provider refuses it. */
  Optional<StepArguments> bind(String name, Node value, Binder binder) {
    TransformProvider provider = byName.get(name).get(0);
    int before = binder.problems().size();
    Map<String, Object> arguments = new LinkedHashMap<>();
    if (value instanceof Node.Entries map) {
      map.entries().forEach((key, entry) -> arguments.put(key, plain(entry.value(), binder)));
    } else if (!(value instanceof Node.Text text && text.isNothing())) {
      arguments.put(VALUE, plain(value, binder));
    }
    if (binder.problems().size() > before) {
      return Optional.empty();
    }
    ProvidedStep step = new ProvidedStep(provider, Collections.unmodifiableMap(arguments));
    try {
      Object unused = provider.create(step.arguments());
      return Optional.of(step);
    } catch (IllegalArgumentException e) {
      String said = String.valueOf(e.getMessage());
      binder
          .problems()
          .add(
              value
                  .place()
                  .problem(
                      said.startsWith("Cannot ")
                          ? said
                          : Messages.cannot("read step", name, said, "")));
      return Optional.empty();
    }
  }

  private static Object plain(Node node, Binder binder) {
    if (node instanceof Node.Items list) {
      List<Object> items = new ArrayList<>();
      list.items().forEach(item -> items.add(plain(item, binder)));
      return Collections.unmodifiableList(items);
    }
    if (node instanceof Node.Entries map) {
      Map<String, Object> entries = new LinkedHashMap<>();
      map.entries().forEach((key, entry) -> entries.put(key, plain(entry.value(), binder)));
      return Collections.unmodifiableMap(entries);
    }
    Node.Text text = (Node.Text) node;
    return text.isNothing()
        ? null
        : binder.bind(text, String.class).map(t -> text.plain() ? scalar(t) : t).orElse(null);
  }

  private static Object scalar(String text) {
    if (text.matches("true|false")) {
      return Boolean.parseBoolean(text);
    }
    if (text.matches("-?[0-9]{1,18}")) {
      return Long.parseLong(text);
    }
    return text.matches("-?[0-9]+[.][0-9]+") ? (Object) Double.parseDouble(text) : text;
  }
}
