package io.sluice.jobs.sink.changes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Which files hold the changes that are remembered of a table.
 *
 * @param appId in whose name the last commit to the table was made
 * @param version the number of that commit: a table that does not know it is another
 * @param schema their columns, as Spark writes them in JSON
 * @param segments the folders they lie in, oldest first
 */
public record Manifest(String appId, long version, String schema, List<Segment> segments) {

  private static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  public Manifest {
    segments = List.copyOf(segments);
  }

  /**
   * A folder with changes; later ones win over those of earlier folders.
   *
   * @param folder its name below that of the log
   */
  public record Segment(String folder, long rows) {}

  StructType columns() {
    return (StructType) DataType.fromJson(schema);
  }

  String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write manifest of changes: " + appId, e);
    }
  }

  static Manifest parse(String path, String text) {
    try {
      return JSON.readValue(text, Manifest.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "Cannot read manifest of changes: %s (%s). Delete it and run with --full."
              .formatted(path, e.getOriginalMessage()),
          e);
    }
  }
}
