package io.sluice.transforms;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A column to derive, and the projection that computes it.
 *
 * @param layer 0 for the first projection; a column that mentions another one, derived before it,
 *     lies in a later projection than that one
 */
record Derived(String name, String expression, int layer) {

  /** Puts each column into the first projection in which all that it mentions is there. */
  static List<Derived> inLayers(Map<String, String> expressions, Columns columns) {
    List<Derived> done = new ArrayList<>();
    List<Mentions> mentions = new ArrayList<>();
    expressions.forEach(
        (given, expression) -> {
          String name = newName(given);
          Mentions own = Mentions.of(expression, columns);
          int layer = 0;
          for (int i = 0; i < done.size(); i++) {
            Derived before = done.get(i);
            if (own.includes(columns.fold(before.name()))) {
              layer = Math.max(layer, before.layer() + 1);
            } else if (mentions.get(i).includes(columns.fold(name))) {
              // The one before still wants what this one replaces.
              layer = Math.max(layer, before.layer());
            }
          }
          done.add(new Derived(name, expression, layer));
          mentions.add(own);
        });
    columns.requireDistinct(done.stream().map(Derived::name).toList());
    return done;
  }

  private static String newName(String given) {
    FieldPath path = FieldPath.parse(given);
    if (path.nested()) {
      throw TransformErrors.nested("derive", given);
    }
    if (Lineage.isLineage(path.last())) {
      throw TransformErrors.reserved("derive column", given);
    }
    return path.last();
  }

  private record Mentions(Set<String> names, boolean all) {

    static Mentions of(String expression, Columns columns) {
      ExpressionText text = ExpressionText.of(expression);
      Set<String> names =
          text.names().stream()
              .map(n -> columns.fold(n))
              .collect(Collectors.toCollection(HashSet::new));
      return new Mentions(names, text.takesAllColumns());
    }

    boolean includes(String folded) {
      return all || names.contains(folded);
    }
  }
}
