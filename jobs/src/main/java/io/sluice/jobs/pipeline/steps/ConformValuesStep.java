package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.Form;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.ConformValues;
import io.sluice.transforms.Transform;
import io.sluice.transforms.Unmatched;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

@StepDoc(
    name = "conform_values",
    summary =
        "Replaces the values of columns by those that a table gives for them. What is not in the"
            + " table rejects its row with a reason such as `conform_values: survey: not in the"
            + " table`, unless `unmatched` says otherwise; NULL stays NULL. Values are compared as"
            + " the column's type has it, texts exactly. Where all new values are whole numbers"
            + " the column becomes int (or bigint), where all are numbers double, where all are"
            + " true or false boolean, else string; `types` says another type.",
    cost = "Narrow: one projection. A long table costs no more a row than a short one.",
    glue = "Glue has no transform for it; there it is a Map with a function.",
    example =
        """
        - conform_values:
            survey: { Like: 1, Dislike: 0 }
        - conform_values:
            columns:
              address.country: { UK: GB, England: GB }
              grade: { A: 10, B: 20 }
            types: { grade: string }
            unmatched: keep
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema = "id INT, survey STRING",
                    json =
                        """
                        {"id": 1, "survey": "Like"}
                        {"id": 2, "survey": "Dislike"}
                        {"id": 3, "survey": "Meh"}
                        {"id": 4, "survey": null}
                        """),
            steps =
                """
                - conform_values:
                    survey: { Like: 1, Dislike: 0 }
                """))
record ConformValuesStep(
    @Doc(value = "For each column, or path into a struct, old values to new ones.", required = true)
        Map<String, Map<String, String>> columns,
    @Doc(value = "What becomes of a value that is not in its table.", byDefault = "reject")
        Unmatched unmatched,
    @Doc("The types of the new values, by column, where they are not to be told by their looks.")
        Map<String, String> types)
    implements StepArguments {

  ConformValuesStep {
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("it names no column");
    }
    for (String column : types.keySet()) {
      if (!columns.containsKey(column)) {
        throw new IllegalArgumentException("types has no table for " + column);
      }
    }
  }

  @Form("columns to their tables, each from old values to new ones")
  static ConformValuesStep of(Map<String, Map<String, String>> columns) {
    return new ConformValuesStep(columns, Unmatched.REJECT, Map.of());
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    Map<String, Map<String, ?>> tables = new LinkedHashMap<>();
    columns.forEach(
        (column, table) ->
            tables.put(column, types.containsKey(column) ? table : byTheirLooks(table)));
    ConformValues conform = ConformValues.of(tables).withUnmatched(unmatched);
    for (Map.Entry<String, String> type : types.entrySet()) {
      conform = conform.withType(type.getKey(), type.getValue());
    }
    return conform;
  }

  /** A file holds texts; one that looks like a number is a number where all look so. */
  private static Map<String, ?> byTheirLooks(Map<String, String> table) {
    Collection<String> values = table.values();
    if (values.stream().allMatch(v -> v.matches("-?(0|[1-9][0-9]{0,17})"))) {
      return mapped(table, Long::valueOf);
    }
    if (values.stream().allMatch(v -> v.matches("-?(0|[1-9][0-9]*)([.][0-9]+)?"))) {
      return mapped(table, Double::valueOf);
    }
    return values.stream().allMatch(v -> v.equals("true") || v.equals("false"))
        ? mapped(table, Boolean::valueOf)
        : table;
  }

  private static Map<String, ?> mapped(Map<String, String> table, Function<String, ?> value) {
    Map<String, Object> mapped = new LinkedHashMap<>();
    table.forEach((old, text) -> mapped.put(old, value.apply(text)));
    return mapped;
  }
}
