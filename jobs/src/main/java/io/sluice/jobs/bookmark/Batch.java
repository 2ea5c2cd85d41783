package io.sluice.jobs.bookmark;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One batch of a pipeline, and what it holds.
 *
 * @param number from 1; no two batches of a pipeline ever have the same, whatever becomes of them
 * @param runId the run that planned it; empty where files were counted as processed without a run
 * @param at when it was planned, ISO-8601 in UTC
 * @param inputs what it reads, by the name of the input
 * @param rebuild whether it replaces all that was processed before
 */
public record Batch(
    long number, String runId, String at, Map<String, InputMark> inputs, boolean rebuild) {

  /** Checks the number and the time. */
  public Batch {
    Objects.requireNonNull(runId, "runId");
    if (number < 1) {
      throw new IllegalArgumentException("Cannot number batch: %d (from 1).".formatted(number));
    }
    try {
      Instant.parse(at);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "Cannot date batch: %s (not ISO-8601 in UTC, such as 2024-06-01T12:00:00Z)."
              .formatted(at),
          e);
    }
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
  }

  /** Makes a batch that comes on top of those before it. */
  public Batch(long number, String runId, String at, Map<String, InputMark> inputs) {
    this(number, runId, at, inputs, false);
  }

  /** Returns the same batch as one that replaces all that was processed before. */
  public Batch asRebuild() {
    return new Batch(number, runId, at, inputs, true);
  }

  /** Returns how many files it holds, over all inputs. */
  public long files() {
    return inputs.values().stream().mapToLong(input -> input.files().size()).sum();
  }

  /** Returns the length of all its files. */
  public long bytes() {
    return inputs.values().stream().mapToLong(InputMark::bytes).sum();
  }

  boolean isEmpty() {
    return inputs.values().stream().allMatch(InputMark::isEmpty);
  }
}
