package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.Form;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.ApplyMapping;
import io.sluice.transforms.FailedCast;
import io.sluice.transforms.Mapping;
import io.sluice.transforms.Missing;
import io.sluice.transforms.Transform;
import java.util.List;

@StepDoc(
    name = "apply_mapping",
    summary =
        "Picks, renames, casts and nests columns. Only what is mapped comes out, in this"
            + " order. Dots in a source walk structs, dots in a target build them, backticks"
            + " quote a literal dot; arrays cannot be entered. A row whose cast fails is"
            + " rejected with a reason such as `cast: userId: not an int`. A number too large"
            + " for its type never wraps, one with a fraction is no whole number, and times are"
            + " read and written in UTC.",
    cost = "Narrow: one projection. Casts that cannot fail add nothing.",
    glue =
        "Glue gives null where a cast fails; here such a row is rejected with a reason, unless"
            + " `on_failed_cast: null` is said. Glue leaves out a source that is missing; here it is"
            + " an error, unless `on_missing: null` is said.",
    example =
        """
        - apply_mapping:
            - [userId, int, UserID, bigint]
            - [address.city, string, City, string]
            - [id, PostID, int]
            - [title, Title]
        - apply_mapping:
            mappings:
              - [UserID, UserID]
              - [City, string, place.city, string]
            on_missing: "null"
            on_failed_cast: "null"
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema =
                        "userId STRING, id INT, title STRING, address STRUCT<city: STRING>, body STRING",
                    json =
                        """
                        {"userId": "7", "id": 1, "title": "Moths of the quay", "address": {"city": "Ghent"}, "body": "..."}
                        {"userId": "9", "id": 2, "title": null, "address": null, "body": "..."}
                        {"userId": "nine", "id": 3, "title": "Ropes", "address": {"city": "Delft"}, "body": "..."}
                        """),
            steps =
                """
                - apply_mapping:
                    - [id, PostID]
                    - [userId, string, UserID, bigint]
                    - [title, Title]
                    - [address.city, string, place.city, string]
                """))
record ApplyMappingStep(
    @Doc(
            value =
                "Lists of `[source, source type, target, target type]`, `[source, target, target"
                    + " type]` or `[source, target]`.",
            required = true)
        List<Entry> mappings,
    @Doc(value = "What a source that does not exist gives: an error, or nulls.", byDefault = "fail")
        Missing onMissing,
    @Doc(value = "What becomes of a row whose cast fails.", byDefault = "reject")
        FailedCast onFailedCast)
    implements StepArguments {

  @Form("the mappings alone")
  static ApplyMappingStep of(List<Entry> mappings) {
    return new ApplyMappingStep(mappings, Missing.FAIL, FailedCast.REJECT);
  }

  /** One mapping, in one of its three lengths. */
  record Entry(List<String> parts) {

    Entry {
      parts = List.copyOf(parts);
    }

    @Form("`[source, source type, target, target type]`, the source type or both types left out")
    static Entry of(List<String> parts) {
      if (parts.size() < 2 || parts.size() > 4) {
        throw new IllegalArgumentException(
            "a mapping has 2, 3 or 4 parts: source, source type, target, target type");
      }
      return new Entry(parts);
    }

    Mapping mapping() {
      return switch (parts.size()) {
        case 2 -> Mapping.of(parts.get(0), parts.get(1));
        case 3 -> Mapping.of(parts.get(0), parts.get(1), parts.get(2));
        default -> Mapping.of(parts.get(0), parts.get(1), parts.get(2), parts.get(3));
      };
    }
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    return ApplyMapping.of(mappings.stream().map(Entry::mapping).toList())
        .withMissing(onMissing)
        .withFailedCast(onFailedCast);
  }
}
