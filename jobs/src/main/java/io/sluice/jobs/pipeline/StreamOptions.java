package io.sluice.jobs.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a pipeline runs as a stream of small batches. */
public record StreamOptions(
    @Doc(value = "A time between batches, `60s`, or `available_now`.", byDefault = "available_now")
        Trigger trigger,
    @Doc("Leave out records that were seen before.") Optional<Dedup> dedup,
    @Doc("The most records in one batch.") Optional<Long> maxRecordsPerBatch) {

  /**
   * When the next batch begins.
   *
   * @param every the time between batches; empty to process what is there, and end
   */
  public record Trigger(Optional<Duration> every) {

    @Form("a time such as `60s` or `5m`, or `available_now`")
    static Trigger of(String text) {
      return new Trigger(
          text.equals("available_now") ? Optional.empty() : Optional.of(Durations.parse(text)));
    }
  }

  /** By which columns records are told apart, and for how long they are remembered. */
  public record Dedup(
      @Doc(value = "The columns that tell records apart.", required = true) List<String> keys,
      @Doc("For how long a record is remembered: `10m`.") Duration within) {}
}
