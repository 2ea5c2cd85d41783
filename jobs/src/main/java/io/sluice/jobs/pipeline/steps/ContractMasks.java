package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Messages;
import io.sluice.jobs.pipeline.contract.Contract;
import io.sluice.jobs.pipeline.contract.Property;
import io.sluice.transforms.Masking;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which columns a contract says to mask.
 *
 * @param tags by tag, how
 * @param classifications by classification, how
 * @param columns those that are masked in a way of their own
 */
record ContractMasks(
    Contract contract,
    Map<String, MaskingWay> tags,
    Map<String, MaskingWay> classifications,
    Map<String, MaskingWay> columns) {

  /**
   * Returns the maskings of columns, by path. A column that the rows do not have stays in the list:
   * it may have been renamed before, and then nothing would mask it.
   */
  Map<String, Masking> maskings() {
    Map<String, Masking> maskings = new LinkedHashMap<>();
    Set<String> unused = new LinkedHashSet<>(tags.keySet());
    unused.addAll(classifications.keySet());
    walk("", contract.properties(), maskings, unused);
    if (!unused.isEmpty()) {
      String label = unused.iterator().next();
      throw new IllegalArgumentException(
          Messages.cannot(
              "mask columns with",
              label,
              "no column of the contract " + contract.name() + " has it",
              "Correct it, or leave it out."));
    }
    return maskings;
  }

  private void walk(
      String prefix, List<Property> properties, Map<String, Masking> maskings, Set<String> unused) {
    for (Property property : properties) {
      String path = prefix + '`' + property.name().replace("`", "``") + '`';
      Set<MaskingWay> ways = ways(property, unused);
      if (ways.size() > 1 && !isColumn(path)) {
        throw new IllegalArgumentException(
            Messages.cannot(
                "mask column",
                path,
                "the contract " + contract.name() + " marks it for " + ways.size() + " ways",
                "Say under columns which of them."));
      }
      if (ways.isEmpty()) {
        walk(path + ".", property.fields(), maskings, unused);
      } else if (!isColumn(path)) {
        maskings.put(path, ways.iterator().next().masking());
      }
    }
  }

  private boolean isColumn(String path) {
    return columns.keySet().stream().anyMatch(c -> plain(c).equals(plain(path)));
  }

  private static String plain(String path) {
    return path.replace("`", "");
  }

  /** Returns how a column is to be masked; what marks the elements of an array, marks it. */
  private Set<MaskingWay> ways(Property property, Set<String> unused) {
    Set<MaskingWay> ways = new LinkedHashSet<>();
    for (String tag : property.tags()) {
      add(tags, tag, ways, unused);
    }
    property.classification().ifPresent(name -> add(classifications, name, ways, unused));
    property.items().ifPresent(items -> ways.addAll(ways(items, unused)));
    return ways;
  }

  private static void add(
      Map<String, MaskingWay> known, String label, Set<MaskingWay> ways, Set<String> unused) {
    if (known.containsKey(label)) {
      ways.add(known.get(label));
      unused.remove(label);
    }
  }
}
