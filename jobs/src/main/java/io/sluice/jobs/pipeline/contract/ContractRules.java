package io.sluice.jobs.pipeline.contract;

import io.sluice.transforms.RowRule;
import io.sluice.transforms.TextFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;

/**
 * What a contract demands of a row: of each column its type, whether it is required, and its limits
 * and quality, nested ones too; then the primary key, and the rules on whole rows. Rules on the
 * table as a whole, and formats that are none of a text, are left to others.
 */
public final class ContractRules {

  private final List<RowRule> rules = new ArrayList<>();

  private ContractRules() {}

  /** Returns the rules, in the order of the contract. */
  public static List<RowRule> of(Contract contract) {
    ContractRules made = new ContractRules();
    contract.properties().forEach(p -> made.property(p, quoted(p.name())));
    List<String> key = contract.primaryKey();
    if (!key.isEmpty()) {
      made.rules.add(new RowRule.Unique(key.stream().map(ContractRules::quoted).toList()));
    }
    contract.quality().forEach(rule -> made.quality(rule, Optional.empty()));
    return made.rules;
  }

  private void property(Property property, String path) {
    type(property, path);
    if (property.required()) {
      rules.add(new RowRule.Required(path));
    }
    limits(property, path);
    property.quality().forEach(rule -> quality(rule, Optional.of(path)));
    if (property.unique()) {
      rules.add(new RowRule.Unique(List.of(path)));
    }
    if (property.items().isPresent()) {
      property(property.items().get(), path + "[]");
    } else {
      String object = path + "[]".repeat(arrays(property.type()));
      property.fields().forEach(f -> property(f, object + "." + quoted(f.name())));
    }
  }

  /** Of what is described in its parts, the parts are checked: more of them may be there. */
  private void type(Property property, String path) {
    if (property.fields().isEmpty() && property.items().isEmpty()) {
      rules.add(new RowRule.HasType(path, property.type()));
    }
  }

  private static int arrays(DataType type) {
    return type instanceof ArrayType array ? 1 + arrays(array.elementType()) : 0;
  }

  private void limits(Property property, String path) {
    Limits limits = property.limits();
    if (limits.minimum().isPresent()
        || limits.maximum().isPresent()
        || limits.exclusiveMinimum().isPresent()
        || limits.exclusiveMaximum().isPresent()) {
      rules.add(
          new RowRule.Range(
              path,
              limits.minimum(),
              limits.maximum(),
              limits.exclusiveMinimum(),
              limits.exclusiveMaximum()));
    }
    if (limits.minLength().isPresent() || limits.maxLength().isPresent()) {
      rules.add(new RowRule.Length(path, limits.minLength(), limits.maxLength()));
    }
    limits.pattern().ifPresent(pattern -> rules.add(new RowRule.Matches(path, pattern)));
    limits
        .format()
        .filter(format -> property.type() instanceof StringType)
        .flatMap(TextFormat::of)
        .ifPresent(format -> rules.add(new RowRule.HasFormat(path, format)));
    if (limits.minItems().isPresent() || limits.maxItems().isPresent()) {
      rules.add(new RowRule.Items(path, limits.minItems(), limits.maxItems()));
    }
  }

  /**
   * @param path of the column that the rule stands at; none for one on whole rows
   */
  private void quality(QualityRule rule, Optional<String> path) {
    if (rule instanceof QualityRule.RowCheck check) {
      rules.add(new RowRule.Check(check.name(), check.predicate()));
    } else if (rule instanceof QualityRule.NoDuplicates unique && !unique.columns().isEmpty()) {
      rules.add(new RowRule.Unique(unique.columns().stream().map(ContractRules::quoted).toList()));
    } else if (path.isEmpty()) {
      return;
    } else if (rule instanceof QualityRule.NoDuplicates) {
      rules.add(new RowRule.Unique(List.of(path.get())));
    } else if (rule instanceof QualityRule.NoNulls) {
      rules.add(new RowRule.Required(path.get()));
    } else if (rule instanceof QualityRule.AllowedValues allowed) {
      rules.add(new RowRule.OneOf(path.get(), allowed.values()));
    } else if (rule instanceof QualityRule.Matching matching) {
      rules.add(new RowRule.Matches(path.get(), matching.pattern()));
    }
  }

  /** Returns a column's name as part of a path: whatever is in it, it is one name. */
  private static String quoted(String name) {
    return name.matches("\\w+") ? name : "`" + name.replace("`", "``") + "`";
  }
}
