package io.sluice.jobs.run;

import io.sluice.jobs.bookmark.Batch;
import io.sluice.jobs.source.Source;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one run of a pipeline reads of its first input.
 *
 * @param batch what is written down as processed when the run is done; empty where nothing is
 * @param rebuild whether what is read is all that the tables are to hold
 * @param source what to read
 * @param nothing whether there is nothing new to read
 * @param notes what the user should know
 */
record Scope(
    Optional<Batch> batch, boolean rebuild, Source source, boolean nothing, List<String> notes) {

  Scope {
    notes = List.copyOf(notes);
  }

  static Scope all(Source source, boolean rebuild) {
    return new Scope(Optional.empty(), rebuild, source, false, List.of());
  }

  OptionalLong number() {
    return batch.map(b -> OptionalLong.of(b.number())).orElse(OptionalLong.empty());
  }
}
