package io.sluice.jobs.run;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The places in one plan at which rows are counted as they pass, through {@code Dataset.observe}.
 *
 * <p>Cost: narrow; a few aggregates a row at each place, no job of its own.
 */
final class CountingPass {

  private final String id;
  private final Map<String, Place> places = new LinkedHashMap<>();

  /**
   * A place in the plan.
   *
   * @param rows the rows as they come to it
   * @param metrics what is counted of them, each under a name of its own
   */
  private record Place(Dataset<Row> rows, List<Column> metrics) {}

  /**
   * Begins a pass.
   *
   * @param id a name that no other pass of the session has
   */
  CountingPass(String id) {
    this.id = id;
  }

  /** Returns {@code rows}, with {@code metrics} counted at this place of the plan. */
  Dataset<Row> observe(String place, Dataset<Row> rows, Column... metrics) {
    if (places.put(place, new Place(rows, List.of(metrics))) != null) {
      throw new IllegalStateException("Cannot count twice at one place: " + place);
    }
    return rows.observe(
        prefix() + place, metrics[0], Arrays.copyOfRange(metrics, 1, metrics.length));
  }

  /** Returns the names of all places, in the order in which they were set. */
  List<String> places() {
    return List.copyOf(places.keySet());
  }

  /**
   * Returns what a finished query saw at the places of this pass; places it never ran are absent.
   */
  Map<String, Row> seenBy(Map<String, Row> observed) {
    Map<String, Row> seen = new TreeMap<>();
    observed.forEach(
        (name, metrics) -> {
          if (name.startsWith(prefix())) {
            seen.put(name.substring(prefix().length()), metrics);
          }
        });
    return seen;
  }

  /**
   * Counts again at every place, as data and not on the way: exact whatever was run twice. Reads
   * the sources again, once a place.
   */
  Map<String, Row> recount() {
    Map<String, Row> counted = new TreeMap<>();
    places.forEach(
        (name, place) -> {
          List<Column> metrics = place.metrics();
          Column[] more = metrics.subList(1, metrics.size()).toArray(Column[]::new);
          counted.put(name, place.rows().agg(metrics.get(0), more).head());
        });
    return counted;
  }

  private String prefix() {
    return id + "/";
  }
}
