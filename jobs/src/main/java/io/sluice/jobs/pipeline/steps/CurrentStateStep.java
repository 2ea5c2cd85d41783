package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.CurrentState;
import io.sluice.transforms.Transform;
import java.util.List;
import java.util.Optional;

@StepDoc(
    name = "current_state",
    summary =
        "Makes of a log of changes, such as AWS DMS writes, the table as it is now. Of each key the"
            + " last row stays, by time, then sequence, then delete before update before insert,"
            + " in whatever order rows and files come; keys whose last operation is a delete go."
            + " Rows without a time come before all others. Rows with an unknown operation or a"
            + " NULL key are rejected.",
    cost = "One shuffle; each partition sends only its own last rows of a key.",
    glue = "Glue has none.",
    example =
        """
        - current_state: { keys: [employeeNumber], time: ts }
        - current_state:
            keys: [id]
            operation: op
            sequence: [lsn]
            inserts: [c, r]
            updates: [u]
            deletes: [d]
            keep_columns: true
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema = "Op STRING, ts STRING, id INT, name STRING, age INT",
                    json =
                        """
                        {"Op": "I", "ts": "2022-07-05 18:00", "id": 1, "name": "joe", "age": 47}
                        {"Op": "I", "ts": "2022-07-05 18:00", "id": 2, "name": "jack", "age": 22}
                        {"Op": "D", "ts": "2022-07-06 07:15", "id": 2}
                        {"Op": "U", "ts": "2022-07-06 09:30", "id": 1, "name": "joe", "age": 51}
                        """),
            steps =
                """
                - current_state: { keys: [id], time: ts }
                """))
record CurrentStateStep(
    @Doc(value = "The columns that tell which rows are versions of one.", required = true)
        List<String> keys,
    @Doc(value = "The column that holds the operation, a string.", byDefault = "Op")
        String operation,
    @Doc("The column that says when a change was made.") Optional<String> time,
    @Doc("The columns that order changes of one time, or all changes where there is no time.")
        List<String> sequence,
    @Doc("Codes of an insert; NULL and nothing are others. `I` when left out.")
        List<String> inserts,
    @Doc("Codes of an update; `U` when left out.") List<String> updates,
    @Doc("Codes of a delete; `D` when left out.") List<String> deletes,
    @Doc(value = "Whether the columns for operation, time and sequence stay.", byDefault = "false")
        boolean keepColumns)
    implements StepArguments {

  CurrentStateStep {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("keys must name a column");
    }
    if (time.isEmpty() && sequence.isEmpty()) {
      throw new IllegalArgumentException("it needs time or sequence, to say which change is later");
    }
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    CurrentState state =
        CurrentState.by(keys)
            .withOperation(operation)
            .withSequence(sequence)
            .withCodes(or(inserts, "I"), or(updates, "U"), or(deletes, "D"));
    if (time.isPresent()) {
      state = state.withTime(time.get());
    }
    return keepColumns ? state.withOperationColumns() : state;
  }

  private static List<String> or(List<String> codes, String usual) {
    return codes.isEmpty() ? List.of(usual) : codes;
  }
}
