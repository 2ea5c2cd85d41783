package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.DatePart;
import io.sluice.transforms.Stamp;
import io.sluice.transforms.Transform;
import java.util.List;
import java.util.Optional;

@StepDoc(
    name = "stamp",
    summary =
        "Adds columns that say when and whence a row came: the time of the run, its file,"
            + " the run's id, and parts of a date as zero-padded texts, always in UTC. A row"
            + " whose `event_time` is NULL is rejected, for no partition is the right one.",
    cost = "Narrow: one projection.",
    example =
        """
        - stamp:
            ingest_time: ingested_at
            source_file: source_file
            run_id: run_id
            date_parts: [year, month, day, hour]
        - stamp: { date_parts: [year, month], prefix: sold_, event_time: sold_at }
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema = "item STRING, sold_at TIMESTAMP",
                    json =
                        """
                        {"item": "rope", "sold_at": "2022-07-01T08:05:00Z"}
                        {"item": "lantern", "sold_at": "2022-07-01T23:30:00-02:00"}
                        {"item": "tide table", "sold_at": null}
                        """),
            steps =
                """
                - stamp:
                    ingest_time: ingested_at
                    source_file: source_file
                    date_parts: [year, month, day]
                    prefix: sold_
                    event_time: sold_at
                """))
record StampStep(
    @Doc("The column for the time at which the run began.") Optional<String> ingestTime,
    @Doc("The column for the URI of the file that the row was read from.")
        Optional<String> sourceFile,
    @Doc("The column for the run's id.") Optional<String> runId,
    @Doc("Parts of the date, each a column of its own: year, month, day, hour.")
        List<DatePart> dateParts,
    @Doc(value = "What stands in front of their names.", byDefault = "ingest_") String prefix,
    @Doc("A timestamp column to take the parts from, instead of the time of the run.")
        Optional<String> eventTime)
    implements StepArguments {

  StampStep {
    if (ingestTime.isEmpty() && sourceFile.isEmpty() && runId.isEmpty() && dateParts.isEmpty()) {
      throw new IllegalArgumentException(
          "it adds nothing: give ingest_time, source_file, run_id or date_parts");
    }
    if (eventTime.isPresent() && dateParts.isEmpty()) {
      throw new IllegalArgumentException("event_time needs date_parts");
    }
  }

  @Override
  public boolean readsSourceFile() {
    return sourceFile.isPresent();
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    Stamp stamp = Stamp.at(facts.startedAt());
    if (ingestTime.isPresent()) {
      stamp = stamp.withIngestTime(ingestTime.get());
    }
    if (sourceFile.isPresent()) {
      stamp = stamp.withSourceFile(sourceFile.get());
    }
    if (runId.isPresent()) {
      stamp = stamp.withRunId(runId.get(), facts.runId());
    }
    if (!dateParts.isEmpty()) {
      stamp = stamp.withDateParts(prefix, dateParts);
    }
    return eventTime.isPresent() ? stamp.withEventTime(eventTime.get()) : stamp;
  }
}
