package io.sluice.transforms;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the columns of a join are called: from each side's own names to those in the result. */
record JoinNames(Map<String, String> left, Map<String, String> right) {

  static JoinNames of(Columns left, Columns right, List<JoinKey> keys, Join.Options options) {
    Set<String> shared = new HashSet<>();
    keys.stream().filter(JoinKey::shared).forEach(k -> shared.add(k.right().path().last()));
    Map<String, String> leftNames = new LinkedHashMap<>();
    Map<String, String> rightNames = new LinkedHashMap<>();
    for (String name : left.names()) {
      boolean clash =
          right.names().stream().anyMatch(r -> left.same(r, name) && !shared.contains(r));
      leftNames.put(name, clash && options.glueNames() ? "." + name : name);
    }
    for (String name : right.names()) {
      if (!shared.contains(name)) {
        boolean prefixed = left.has(name) && !options.glueNames();
        rightNames.put(name, prefixed ? options.prefix() + name : name);
      }
    }
    JoinNames names = new JoinNames(leftNames, rightNames);
    names.requireDistinct(left);
    return names;
  }

  private void requireDistinct(Columns columns) {
    Map<String, String> taken = new HashMap<>();
    left.forEach((from, to) -> take(taken, columns.fold(to), to, "the left " + from));
    right.forEach((from, to) -> take(taken, columns.fold(to), to, "the right " + from));
  }

  private static void take(Map<String, String> taken, String folded, String to, String from) {
    if (Lineage.isLineage(to)) {
      throw TransformErrors.reserved("join into column", to);
    }
    String before = taken.put(folded, from);
    if (before != null) {
      throw TransformErrors.cannot(
          "join into column",
          to,
          "both " + before + " and " + from + " would be called that",
          "Choose another prefix, or rename one of them first.");
    }
  }
}
