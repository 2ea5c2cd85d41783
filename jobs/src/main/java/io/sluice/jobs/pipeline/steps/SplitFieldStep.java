package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.SplitField;
import io.sluice.transforms.Transform;
import io.sluice.transforms.Unmatched;
import java.util.List;
import java.util.Optional;

@StepDoc(
    name = "split_field",
    summary =
        "Splits a text into several columns of texts, at each occurrence of a delimiter or by the"
            + " groups of a regular expression that matches it as a whole. A text that gives"
            + " another number of parts, or does not match, rejects its row with a reason such as"
            + " `split_field: address: does not match`, unless `unmatched: null` is said. NULL"
            + " gives NULLs. The new columns stand behind the one they come from.",
    cost = "Narrow: one projection. Each new column matches a regular expression again.",
    glue =
        "Glue's SplitFields makes two frames of the columns of one; that is two"
            + " `select_fields`.",
    example =
        """
        - split_field:
            column: address
            delimiter: ","
            into: [street, city, zip_code]
            trim: true
        - split_field:
            column: zip_code
            regex: "(\\\\d{5})(?:-(\\\\d{4}))?"
            into: [zip, plus_four]
            unmatched: "null"
            drop_source: true
        - split_field: { column: name, delimiter: " ", into: [first, others], rest: true }
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema = "id INT, address STRING",
                    json =
                        """
                        {"id": 1, "address": "1 Main St, Springfield, 12345"}
                        {"id": 2, "address": null}
                        {"id": 3, "address": "3 High Rd"}
                        """),
            steps =
                """
                - split_field:
                    column: address
                    delimiter: ","
                    into: [street, city, zip_code]
                    trim: true
                    drop_source: true
                """))
record SplitFieldStep(
    @Doc("The column of texts, or path into a struct.") String column,
    @Doc("What stands between the parts, literally.") Optional<String> delimiter,
    @Doc(
            value =
                "Instead of it: a regular expression of Java, with a group for each new column.",
            insteadOf = "delimiter")
        Optional<String> regex,
    @Doc(value = "The names of the new columns.", required = true) List<String> into,
    @Doc(
            value = "With `delimiter`: whether the last column takes all that is left.",
            byDefault = "false")
        boolean rest,
    @Doc(value = "Whether blanks around a part are taken away.", byDefault = "false") boolean trim,
    @Doc(value = "What becomes of a text that does not fit.", byDefault = "reject")
        Otherwise unmatched,
    @Doc(value = "Whether the column that is split is left out.", byDefault = "false")
        boolean dropSource)
    implements StepArguments {

  /** What becomes of a text that does not fit. */
  enum Otherwise {
    REJECT,
    NULL
  }

  SplitFieldStep {
    if (delimiter.isPresent() == regex.isPresent()) {
      throw new IllegalArgumentException("a field is split by delimiter or by regex, one of them");
    }
    if (rest && regex.isPresent()) {
      throw new IllegalArgumentException("rest is for a delimiter: write it into the regex");
    }
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    SplitField split =
        delimiter
            .map(text -> SplitField.by(column, text, into))
            .orElseGet(() -> SplitField.matching(column, regex.orElseThrow(), into));
    split = split.withUnmatched(Unmatched.valueOf(unmatched.name()));
    split = rest ? split.withRest() : split;
    split = trim ? split.withTrimmed() : split;
    return dropSource ? split.withSourceDropped() : split;
  }
}
