package io.sluice.jobs.pipeline.contract;

import io.sluice.jobs.pipeline.Messages;
import io.sluice.jobs.pipeline.Origin;
import io.sluice.jobs.pipeline.Problems;
import io.sluice.transforms.Lineage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes properties of a contract's fields. */
final class PropertyReader {

  private final Origin origin;
  private final Problems problems;
  private final PropertyTypes types;
  private final QualityReader rules;

  PropertyReader(Origin origin, Problems problems) {
    this.origin = origin;
    this.problems = problems;
    this.types = new PropertyTypes(this, origin, problems);
    this.rules = new QualityReader(origin, problems);
  }

  List<Property> properties(List<ContractFile.Field> fields, String key) {
    List<Property> properties = new ArrayList<>();
    Map<String, String> names = new HashMap<>();
    int keyColumns = 0;
    for (int i = 0; i < fields.size(); i++) {
      ContractFile.Field field = fields.get(i);
      String at = key + "[" + i + "]";
      Optional<String> name = name(field, at);
      keyColumns += field.primaryKey() ? 1 : 0;
      int place = field.primaryKeyPosition() > 0 ? field.primaryKeyPosition() : keyColumns;
      Optional<Integer> position = field.primaryKey() ? Optional.of(place) : Optional.empty();
      if (name.isEmpty()) {
        continue;
      }
      String clash = names.putIfAbsent(name.get().toLowerCase(Locale.ROOT), name.get());
      if (clash != null) {
        refuse(at + ".name", name.get(), "there is " + clash + " already; case does not count");
      }
      property(field, name.get(), position, at).ifPresent(properties::add);
    }
    return properties;
  }

  private Optional<String> name(ContractFile.Field field, String key) {
    Optional<String> name = field.physicalName().or(field::name);
    if (name.isEmpty() || name.get().isEmpty()) {
      refuse(key, name.orElse("?"), "it has no name");
      return Optional.empty();
    }
    if (Lineage.isLineage(name.get())) {
      refuse(
          key + ".name", name.get(), "names that begin with " + Lineage.PREFIX + " are not free");
    }
    return name;
  }

  Optional<Property> property(
      ContractFile.Field field, String name, Optional<Integer> position, String key) {
    List<QualityRule> quality = rules.read(field.quality(), key + ".quality");
    return types
        .type(field, key)
        .map(
            typed ->
                new Property(
                    name,
                    typed.type(),
                    field.required() || field.primaryKey(),
                    field.unique(),
                    position,
                    limits(field),
                    field.classification(),
                    field.tags(),
                    quality,
                    field.description().orElse(""),
                    typed.fields(),
                    typed.items()));
  }

  private static Limits limits(ContractFile.Field field) {
    return field
        .logicalTypeOptions()
        .map(
            o ->
                new Limits(
                    isTrue(o.exclusiveMinimum()) ? Optional.empty() : o.minimum(),
                    isTrue(o.exclusiveMaximum()) ? Optional.empty() : o.maximum(),
                    bound(o.exclusiveMinimum(), o.minimum()),
                    bound(o.exclusiveMaximum(), o.maximum()),
                    o.minLength(),
                    o.maxLength(),
                    o.pattern(),
                    o.format(),
                    o.minItems(),
                    o.maxItems()))
        .orElse(Limits.NONE);
  }

  private static boolean isTrue(Optional<String> exclusive) {
    return exclusive.isPresent() && exclusive.get().equals("true");
  }

  /** Version 3.0 of the standard says {@code true} beside a bound, version 3.1 the bound itself. */
  private static Optional<String> bound(Optional<String> exclusive, Optional<String> inclusive) {
    return isTrue(exclusive) ? inclusive : exclusive.filter(value -> !value.equals("false"));
  }

  private void refuse(String key, String value, String reason) {
    problems.add(origin.problem(key, Messages.cannot("read property", value, reason, "")));
  }
}
