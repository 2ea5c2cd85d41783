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
import org.apache.spark.sql.types.StructType;

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

  /** Returns the folders of all its segments. */
  public List<String> folders() {
    return manifest().stream()
        .flatMap(manifest -> manifest.segments().stream())
        .map(this::path)
        .toList();
  }

  /**
   * Returns the last change of each identity. Cost: one scan; where there are several segments, a
   * shuffle on the identity.
   *
   * @param identity the columns that tell changes apart
   */
  public Dataset<Row> rows(Manifest manifest, List<String> identity) {
    Dataset<Row> all = read(manifest, manifest.columns());
    return manifest.segments().size() == 1 ? all : latest(all, identity);
  }

  private Dataset<Row> read(Manifest manifest, StructType columns) {
    return spark
        .read()
        .schema(columns)
        .option("__globPaths__", "false")
        .parquet(manifest.segments().stream().map(this::path).toArray(String[]::new));
  }

  /** Returns the last change of each identity, with {@code more} taken in, in its columns. */
  public Dataset<Row> with(Manifest manifest, Dataset<Row> more, List<String> identity) {
    return latest(read(manifest, more.schema()).unionAll(more), identity);
  }

  private static Dataset<Row> latest(Dataset<Row> changes, List<String> identity) {
    Column rank =
        row_number()
            .over(
                Window.partitionBy(Names.columns(identity).toArray(Column[]::new))
                    .orderBy(col(LatestChanges.ORDER).desc()));
    return changes.withColumn(RANK, rank).filter(col(RANK).equalTo(1)).drop(RANK);
  }

  /** Returns whether it is time to make one segment of all, once {@code more} changes are added. */
  public boolean isScattered(Manifest manifest, long more) {
    List<Segment> segments = manifest.segments();
    long later = segments.stream().skip(1).mapToLong(Segment::rows).sum();
    return segments.size() >= MOST_SEGMENTS || later + more > segments.get(0).rows();
  }
}
