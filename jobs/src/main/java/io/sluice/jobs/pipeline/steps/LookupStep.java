package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.Form;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.Lookup;
import io.sluice.transforms.Transform;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@StepDoc(
    name = "lookup",
    summary =
        "Adds columns of a small table to the rows whose keys are in it. Every row goes on, once:"
            + " a key that is not in the table gives nulls, defaults, or a reject with the reason"
            + " `lookup: <key>: not in the table`; one that is there twice fails the run.",
    cost = "A broadcast of the table; the rows are not shuffled.",
    glue = "Glue has none.",
    example =
        """
        - lookup: { in: countries, on: country }
        - lookup: { in: countries, on: { country: code }, columns: [name], on_miss: reject }
        - lookup:
            in: rates
            on: [currency, day]
            prefix: rate_
            null_safe: true
            on_miss: { rate: "1.0D" }
        """,
    demo =
        @Demo(
            inputs = {
              @Demo.Rows(
                  schema = "office INT, country STRING",
                  json =
                      """
                      {"office": 1, "country": "fr"}
                      {"office": 2, "country": "xx"}
                      """),
              @Demo.Rows(
                  name = "countries",
                  schema = "code STRING, name STRING",
                  json =
                      """
                      {"code": "fr", "name": "France"}
                      {"code": "no", "name": "Norway"}
                      """)
            },
            steps =
                """
                - lookup: { in: countries, on: { country: code }, prefix: country_ }
                """))
record LookupStep(
    @Doc("The input or earlier step that is the table.") String in,
    @Doc("The columns that must be equal, those of the rows to those of the table.")
        JoinStep.Keys on,
    @Doc("The columns that are taken of the table; all but the keys when left out.")
        List<String> columns,
    @Doc("What stands in front of their names.") Optional<String> prefix,
    @Doc(value = "Whether a null key finds a null key.", byDefault = "false") boolean nullSafe,
    @Doc(value = "What becomes of a row whose key is not in the table.", byDefault = "null")
        OnMiss onMiss)
    implements StepArguments {

  /** What becomes of rows that find nothing. */
  enum Action {
    NULL,
    REJECT,
    DEFAULTS
  }

  /**
   * What becomes of rows that find nothing.
   *
   * @param defaults columns of the table to expressions
   */
  record OnMiss(Action action, Map<String, String> defaults) {

    @Form("`null` gives nulls, `reject` rejects the row")
    static OnMiss of(String action) {
      return switch (action) {
        case "null" -> new OnMiss(Action.NULL, Map.of());
        case "reject" -> new OnMiss(Action.REJECT, Map.of());
        default -> throw new IllegalArgumentException("on_miss is null, reject, or defaults");
      };
    }

    @Form("columns of the table to SQL expressions over the row, the values they get then")
    static OnMiss of(Map<String, String> defaults) {
      return new OnMiss(Action.DEFAULTS, defaults);
    }
  }

  @Override
  public List<String> inputs() {
    return List.of(in);
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    Lookup lookup = Lookup.in(inputs.rows(in)).on(on.pairs()).withColumns(columns);
    lookup = prefix.isPresent() ? lookup.withPrefix(prefix.get()) : lookup;
    lookup = nullSafe ? lookup.withNullSafe() : lookup;
    return switch (onMiss.action()) {
      case NULL -> lookup;
      case REJECT -> lookup.withRejectedMisses();
      case DEFAULTS -> lookup.withDefaults(onMiss.defaults());
    };
  }
}
