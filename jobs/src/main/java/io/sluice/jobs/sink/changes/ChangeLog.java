package io.sluice.jobs.sink.changes;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.sink.changes.Manifest.Segment;
import io.sluice.transforms.LatestChanges;
import io.sluice.transforms.Lineage;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/**
 * The changes that are remembered of a table: of each identity (a key, or a key and the time from
 * which on a version holds) the last one ever seen, deletes included. It is what tells a late
 * change from a new one.
 *
 * <p>It lies in Parquet files below a folder of its own, in segments: each run adds the changes it
 * brought, and now and then one segment takes the place of all.
 */
public final class ChangeLog {

  /** So many segments are read together before they are made one. */
  private static final int MOST_SEGMENTS = 8;

  private static final String RANK = Lineage.PREFIX + "log_rank";

  private final SparkSession spark;
  private final LakeFiles files;
  private final String folder;

  /** Names the log in {@code folder}, which need not be there. */
  public ChangeLog(SparkSession spark, LakeFiles files, String folder) {
    this.spark = spark;
    this.files = files;
    this.folder = files.qualified(folder);
  }

  /** Returns the path of the file that says what belongs to it. */
  public String manifestPath() {
    return folder + "/manifest.json";
  }

  /** Returns which files belong to it; empty where nothing is remembered. */
  public Optional<Manifest> manifest() {
    return files.read(manifestPath()).map(text -> Manifest.parse(manifestPath(), text));
  }

  /** Returns the text of the file that says what belongs to it from now on. */
  public String text(Manifest manifest) {
    return manifest.text();
  }

  /** Returns where a segment lies. */
  public String path(Segment segment) {
    return folder + "/" + segment.folder();
  }

  /**
   * Returns the last change of each identity. Cost: one scan; where there are several segments, a
   * shuffle on the identity.
   */
  public Dataset<Row> rows(Manifest manifest, List<Column> identity) {
    Dataset<Row> all =
        spark
            .read()
            .schema(manifest.columns())
            .parquet(manifest.segments().stream().map(this::path).toArray(String[]::new));
    return manifest.segments().size() == 1 ? all : latest(all, identity);
  }

  /** Returns the last change of each identity, wherever it stands. */
  public static Dataset<Row> latest(Dataset<Row> changes, List<Column> identity) {
    Column rank =
        row_number()
            .over(
                Window.partitionBy(identity.toArray(Column[]::new))
                    .orderBy(col(LatestChanges.ORDER).desc()));
    return changes.withColumn(RANK, rank).filter(col(RANK).equalTo(1)).drop(RANK);
  }

  /** Returns whether it is time to make one segment of all, once {@code more} changes are added. */
  public static boolean isScattered(Manifest manifest, long more) {
    List<Segment> segments = manifest.segments();
    long later = segments.stream().skip(1).mapToLong(Segment::rows).sum();
    return segments.size() >= MOST_SEGMENTS || later + more > segments.get(0).rows();
  }
}
