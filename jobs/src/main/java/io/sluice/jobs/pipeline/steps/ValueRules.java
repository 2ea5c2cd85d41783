package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.transforms.RowRule;
import io.sluice.transforms.TextFormat;
import io.sluice.transforms.TypeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a pipeline file demands of the values of one column. */
record ValueRules(
    @Doc(value = "Whether it is never null.", byDefault = "false") boolean required,
    @Doc(
            "The type; a text must be readable as it, and the bounds and values below are then of"
                + " this type.")
        Optional<String> type,
    @Doc("The least value.") Optional<String> min,
    @Doc("The greatest value.") Optional<String> max,
    @Doc("A value that all are above.") Optional<String> above,
    @Doc("A value that all are below.") Optional<String> below,
    @Doc("The least number of characters.") Optional<Integer> minLength,
    @Doc("The greatest number of characters.") Optional<Integer> maxLength,
    @Doc(
            "A regular expression that is found somewhere in a text; anchor it with `^` and `$` to"
                + " match the whole.")
        Optional<String> pattern,
    @Doc("The form of a text.") Optional<TextFormat> format,
    @Doc("The values that are allowed.") List<String> values,
    @Doc("The least number of elements of an array, or of entries of a map.")
        Optional<Integer> minItems,
    @Doc("The greatest number of them.") Optional<Integer> maxItems) {

  /** Returns the rules for the column at {@code path}. */
  List<RowRule> rules(String path) {
    List<RowRule> rules = new ArrayList<>();
    if (required) {
      rules.add(RowRule.required(path));
    }
    type.ifPresent(t -> rules.add(RowRule.type(path, TypeNames.parse(t))));
    if (min.isPresent() || max.isPresent() || above.isPresent() || below.isPresent()) {
      rules.add(new RowRule.Range(path, min, max, above, below));
    }
    if (minLength.isPresent() || maxLength.isPresent()) {
      rules.add(new RowRule.Length(path, minLength, maxLength));
    }
    pattern.ifPresent(p -> rules.add(RowRule.matches(path, p)));
    format.ifPresent(f -> rules.add(RowRule.format(path, f)));
    if (!values.isEmpty()) {
      rules.add(new RowRule.OneOf(path, values));
    }
    if (minItems.isPresent() || maxItems.isPresent()) {
      rules.add(new RowRule.Items(path, minItems, maxItems));
    }
    return rules;
  }
}
