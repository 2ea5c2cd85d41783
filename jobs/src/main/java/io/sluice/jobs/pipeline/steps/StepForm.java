package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Messages;
import io.sluice.jobs.pipeline.Step;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.yaml.Binder;
import io.sluice.jobs.pipeline.yaml.Node;
import io.sluice.jobs.pipeline.yaml.RecordShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a step is written: a map with the name of one transform and its arguments, and {@code from}
 * and {@code as} beside it. A transform that needs no arguments may stand alone as a text.
 */
public final class StepForm {

  private static final List<String> BESIDE = List.of("from", "as");

  private StepForm() {}

  /** Returns the step that {@code node} says, or nothing where it is none. */
  public static Optional<Step> bind(Node node, Binder binder) {
    if (node instanceof Node.Text text && !text.isNothing()) {
      Node nothing = new Node.Text(text.place(), "", true);
      return arguments(text.value(), text, nothing, binder)
          .map(a -> new Step(text.value(), Optional.empty(), Optional.empty(), a));
    }
    if (!(node instanceof Node.Entries map)) {
      wrong(node, binder, node.kind() + " where a step belongs");
      return Optional.empty();
    }
    int before = binder.problems().size();
    List<String> names =
        map.entries().keySet().stream().filter(name -> !BESIDE.contains(name)).toList();
    if (names.size() != 1 && !misspelt(map, names, binder)) {
      wrong(
          node,
          binder,
          names.isEmpty() ? "it names no transform" : "it names " + String.join(" and ", names));
    }
    if (names.size() != 1) {
      return Optional.empty();
    }
    Optional<String> from = text(map, "from", binder);
    Optional<String> as = text(map, "as", binder);
    String name = names.get(0);
    Node.Entry entry = map.entries().get(name);
    Optional<StepArguments> arguments =
        arguments(name, new Node.Text(entry.place(), name, false), entry.value(), binder);
    return binder.problems().size() > before
        ? Optional.empty()
        : arguments.map(a -> new Step(name, from, as, a));
  }

  /** Returns whether all but one of the names are no transforms, but slips of from and as. */
  private static boolean misspelt(Node.Entries map, List<String> names, Binder binder) {
    List<String> others = names.stream().filter(n -> !StepCatalog.all().containsKey(n)).toList();
    if (others.isEmpty() || others.size() != names.size() - 1) {
      return false;
    }
    others.forEach(
        name ->
            binder
                .problems()
                .add(
                    map.entries()
                        .get(name)
                        .place()
                        .problem(
                            Messages.cannot(
                                "use key",
                                name,
                                "no such key of a step",
                                Messages.known(
                                    "Beside the transform there may be", name, BESIDE)))));
    return true;
  }

  private static void wrong(Node node, Binder binder, String reason) {
    binder
        .problems()
        .add(
            node.place()
                .problem(
                    Messages.cannot(
                        "read step",
                        Node.show(node),
                        reason,
                        "Write one transform a step: - filter: UserID > 3.")));
  }

  private static Optional<String> text(Node.Entries map, String key, Binder binder) {
    return map.value(key).flatMap(node -> binder.bind(node, String.class));
  }

  private static Optional<StepArguments> arguments(
      String name, Node.Text key, Node value, Binder binder) {
    Class<? extends StepArguments> type = StepCatalog.all().get(name);
    ProvidedSteps provided = ProvidedSteps.find();
    Optional<String> refusal = provided.refusal(name);
    if (refusal.isPresent()) {
      unusable(key, binder, refusal.get(), "Take one of them off the classpath.");
      return Optional.empty();
    }
    if (provided.has(name)) {
      return provided.bind(name, value, binder);
    }
    if (type == null) {
      List<String> all = new ArrayList<>(StepCatalog.all().keySet());
      all.addAll(provided.names());
      unusable(
          key,
          binder,
          provided.fault().orElse("there is none of this name"),
          Messages.known("Transforms are", name, all));
      return Optional.empty();
    }
    boolean nothing = value instanceof Node.Text text && text.isNothing();
    Node given =
        nothing && RecordShape.of(type).mayBeEmpty()
            ? new Node.Entries(value.place(), Map.of())
            : value;
    return binder.bind(given, type).map(StepArguments.class::cast);
  }

  private static void unusable(Node.Text key, Binder binder, String reason, String remedy) {
    binder
        .problems()
        .add(key.place().problem(Messages.cannot("use transform", key.value(), reason, remedy)));
  }
}
