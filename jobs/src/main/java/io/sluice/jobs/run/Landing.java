package io.sluice.jobs.run;

import io.sluice.jobs.pipeline.Route;
import io.sluice.jobs.run.RoutePass.Written;
import io.sluice.jobs.sink.Publication;
import java.util.List;
import java.util.Map;

/** How the rows of one table are written where nobody sees them, and become part of it. */
interface Landing {

  /** Returns the way to the rows that are written: {@code toRows}, and what the mode adds to it. */
  default Route route(Route toRows) {
    return toRows;
  }

  /**
   * Writes the rows that {@code route} leads to.
   *
   * @param id the run's own, as passes and staging folders are named
   */
  Written write(RoutePass pass, String id, Route route);

  /**
   * Makes ready to publish what was written.
   *
   * @param extra other files to move along, such as quarantined rows: from, to
   * @param obsolete other files that these take the place of
   */
  Landed land(Written written, Map<String, String> extra, List<String> obsolete);

  /**
   * What is ready to be published.
   *
   * @param rows the rows that were written
   * @param files the number of new files, as far as it is known before they are published
   * @param bytes their length
   * @param partitions the partition folders among them, relative to the table
   */
  record Landed(
      Publication.Part part, long rows, long files, long bytes, List<String> partitions) {}
}
