package io.sluice.jobs.pipeline.yaml;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.Keys;
import io.sluice.jobs.pipeline.Messages;
import io.sluice.jobs.pipeline.Problems;
import io.sluice.jobs.pipeline.Secret;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes records of trees. Whatever does not fit becomes a problem with its place; the rest is read
 * on, so that one reading finds all of them.
 */
public final class Binder {

  /** Reads what no record describes. */
  public interface Custom {
    Optional<?> bind(Node node, Binder binder);
  }

  private final Problems problems;
  private final Map<Class<?>, Custom> customs;
  private final Map<Class<?>, Object> given;

  /**
   * @param customs how types are read that have a way of their own
   * @param given values of record components that are not keys of a file, by type
   */
  public Binder(Problems problems, Map<Class<?>, Custom> customs, Map<Class<?>, Object> given) {
    this.problems = problems;
    this.customs = Map.copyOf(customs);
    this.given = Map.copyOf(given);
  }

  public Problems problems() {
    return problems;
  }

  /** Returns what {@code node} says as a {@code type}, or nothing where it does not fit. */
  public <T> Optional<T> bind(Node node, Class<T> type) {
    return bind(node, Shape.of(type)).map(type::cast);
  }

  private Optional<Object> bind(Node node, Shape shape) {
    if (shape instanceof Shape.Maybe maybe) {
      return bind(node, maybe.inner()).map(Optional::of);
    }
    if (shape instanceof Shape.Keyed keyed) {
      Custom custom = customs.get(keyed.type());
      return custom == null ? keyed(node, keyed) : custom.bind(node, this).map(Object.class::cast);
    }
    if (shape instanceof Shape.ListOf list) {
      return node instanceof Node.Items items ? list(items, list) : misfit(node, "a list");
    }
    if (shape instanceof Shape.MapOf map) {
      return node instanceof Node.Entries entries ? map(entries, map) : misfit(node, "a map");
    }
    if (shape instanceof Shape.Choice choice) {
      return node instanceof Node.Text text ? choice(text, choice) : misfit(node, choice.words());
    }
    Shape.Scalar scalar = (Shape.Scalar) shape;
    return node instanceof Node.Text text ? scalar(text, scalar) : misfit(node, scalar.name());
  }

  private Optional<Object> misfit(Node node, List<String> words) {
    return misfit(node, "one of " + String.join(", ", words));
  }

  private Optional<Object> misfit(Node node, String wanted) {
    problems.add(
        node.place()
            .problem(
                Messages.cannot(
                    "read value",
                    Node.show(node),
                    node.kind() + " where " + wanted + " belongs",
                    "")));
    return Optional.empty();
  }

  private Optional<Object> scalar(Node.Text text, Shape.Scalar scalar) {
    if (text.isNothing()) {
      return misfit(text, scalar.name());
    }
    if (Secret.isIn(text.value()) && scalar.type() != Secret.class) {
      problems.add(
          text.place()
              .problem(
                  Messages.cannot(
                      "use secret",
                      "${secret:...}",
                      "secrets are not supported yet in this version, and never in this key",
                      "")));
      return Optional.empty();
    }
    try {
      return Optional.of(scalar.parse().apply(text.value()));
    } catch (IllegalArgumentException e) {
      String shown = scalar.type() == Secret.class ? "***" : text.value();
      return refused(text, shown, e);
    }
  }

  private Optional<Object> refused(Node node, String shown, IllegalArgumentException e) {
    String said = String.valueOf(e.getMessage());
    problems.add(
        node.place()
            .problem(
                said.startsWith("Cannot ")
                    ? said
                    : Messages.cannot("read value", shown, said, "")));
    return Optional.empty();
  }

  private Optional<Object> choice(Node.Text text, Shape.Choice choice) {
    for (Object constant : choice.type().getEnumConstants()) {
      if (Keys.name((Enum<?>) constant).equalsIgnoreCase(text.value())) {
        return Optional.of(constant);
      }
    }
    if (text.isNothing()) {
      return misfit(text, choice.words());
    }
    problems.add(
        text.place()
            .problem(
                Messages.cannot(
                    "read value",
                    text.value(),
                    "not one of " + String.join(", ", choice.words()),
                    Messages.nearest(text.value(), choice.words()))));
    return Optional.empty();
  }

  private Optional<Object> list(Node.Items items, Shape.ListOf shape) {
    List<Object> values = new ArrayList<>();
    for (Node item : items.items()) {
      bind(item, shape.item()).ifPresent(values::add);
    }
    return values.size() == items.items().size()
        ? Optional.of(List.copyOf(values))
        : Optional.empty();
  }

  private Optional<Object> map(Node.Entries entries, Shape.MapOf shape) {
    Map<String, Object> values = new LinkedHashMap<>();
    entries
        .entries()
        .forEach(
            (key, entry) -> bind(entry.value(), shape.value()).ifPresent(v -> values.put(key, v)));
    return values.size() == entries.entries().size()
        ? Optional.of(Collections.unmodifiableMap(values))
        : Optional.empty();
  }

  private Optional<Object> keyed(Node node, Shape.Keyed keyed) {
    RecordShape shape = RecordShape.of(keyed.type());
    for (RecordShape.OtherForm form : shape.forms()) {
      if (takes(form.shape(), node) && !hasItsKeys(node, shape)) {
        return bind(node, form.shape()).flatMap(value -> create(node, () -> form.create(value)));
      }
    }
    if (!shape.keys().isEmpty() && node instanceof Node.Entries entries) {
      return keys(entries, shape);
    }
    List<String> wanted = new ArrayList<>();
    shape.forms().forEach(form -> wanted.add(kind(form.shape())));
    if (!shape.keys().isEmpty() && !wanted.contains("a map")) {
      wanted.add("a map");
    }
    return misfit(node, String.join(" or ", wanted));
  }

  private static boolean takes(Shape form, Node node) {
    return node instanceof Node.Items
        ? form instanceof Shape.ListOf
        : node instanceof Node.Entries
            ? form instanceof Shape.MapOf
            : !(form instanceof Shape.ListOf || form instanceof Shape.MapOf)
                && !((Node.Text) node).isNothing();
  }

  /**
   * Where a record can be a map of names of the user's own as well, it is one with its keys when
   * all those are there that it must have, and no others than it may have.
   */
  private static boolean hasItsKeys(Node node, RecordShape shape) {
    if (!(node instanceof Node.Entries map) || shape.keys().isEmpty()) {
      return false;
    }
    List<String> names = shape.keys().stream().map(RecordShape.Key::name).toList();
    return !map.entries().isEmpty()
        && names.containsAll(map.entries().keySet())
        && shape.keys().stream()
            .filter(RecordShape.Key::required)
            .allMatch(key -> map.entries().containsKey(key.name()));
  }

  private static String kind(Shape form) {
    return form instanceof Shape.ListOf
        ? "a list"
        : form instanceof Shape.MapOf ? "a map" : "a text";
  }

  private Optional<Object> keys(Node.Entries node, RecordShape shape) {
    int before = problems.size();
    List<String> names = shape.keys().stream().map(RecordShape.Key::name).toList();
    node.entries()
        .forEach(
            (name, entry) -> {
              if (!names.contains(name) && !shape.unread().contains(name)) {
                problems.add(
                    entry
                        .place()
                        .problem(
                            Messages.cannot(
                                "use key",
                                name,
                                "no such key",
                                Messages.known("Keys are", name, names))));
              }
            });
    List<Object> values = new ArrayList<>();
    for (RecordShape.Key key : shape.components()) {
      if (key.given()) {
        values.add(given.get(key.component().getType()));
      } else {
        value(node, key).ifPresent(values::add);
      }
    }
    return problems.size() > before ? Optional.empty() : create(node, () -> shape.create(values));
  }

  private Optional<Object> value(Node.Entries node, RecordShape.Key key) {
    Optional<Node> value = node.value(key.name());
    if (value.isPresent()) {
      return bind(value.get(), key.shape());
    }
    Doc doc = key.doc().orElseThrow();
    if (key.required()) {
      problems.add(
          node.place()
              .problem(
                  Messages.cannot(
                      "read " + (node.place().key().isEmpty() ? "file" : "map"),
                      key.name(),
                      "this key is missing",
                      "Add " + key.name() + ".")));
      return Optional.empty();
    }
    if (doc.byDefault().isEmpty()) {
      return Optional.of(
          key.shape() instanceof Shape.ListOf
              ? List.of()
              : key.shape() instanceof Shape.MapOf ? Map.of() : Optional.empty());
    }
    Node byDefault =
        doc.byDefault().equals("{}")
            ? new Node.Entries(node.place(), Map.of())
            : new Node.Text(node.place(), doc.byDefault(), false);
    return bind(byDefault, key.shape());
  }

  private Optional<Object> create(Node node, Supplier<Object> creation) {
    try {
      return Optional.of(creation.get());
    } catch (IllegalArgumentException e) {
      return refused(node, Node.show(node), e);
    }
  }
}
