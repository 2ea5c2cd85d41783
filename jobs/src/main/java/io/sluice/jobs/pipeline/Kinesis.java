package io.sluice.jobs.pipeline;

import java.util.Optional;

/** An input that is a Kinesis stream. */
public record Kinesis(
    @Doc("The name of the stream.") String stream,
    @Doc("Its AWS region; by default that of the environment.") Optional<String> region,
    @Doc("The URL of the service, where it is not AWS's own.") Optional<String> endpoint,
    @Doc(value = "Where to begin when there is no checkpoint yet.", byDefault = "trim_horizon")
        StartingPosition startingPosition,
    @Doc(value = "How records are fetched.", byDefault = "polling") Consumer consumer) {

  /** Where a stream is read from at first. */
  public enum StartingPosition {
    TRIM_HORIZON,
    LATEST,
    AT_TIMESTAMP
  }

  /** How records are fetched. */
  public enum Consumer {
    POLLING,
    FAN_OUT
  }
}
