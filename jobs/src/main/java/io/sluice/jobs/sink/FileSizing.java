package io.sluice.jobs.sink;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.regexp_extract;

import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.lake.LakeFiles.FileState;
import io.sluice.transforms.Lineage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Brings staged files to a size.
 *
 * <p>How many bytes a row takes in a file is known only once it is written; so the files are
 * measured, and only where they miss the target by more than a factor of two are they read back and
 * dealt out evenly over as many files as their bytes call for, folder by folder. Cost: nothing
 * where the sizes are right; otherwise one more read and write of the staged files, with a shuffle.
 */
public final class FileSizing {

  /** A level of folders that exists in staging only: the number of a file within its partition. */
  private static final String NUMBER = Lineage.PREFIX + "file_number";

  private static final Pattern NUMBER_LEVEL = Pattern.compile(NUMBER + "=[^/]*/");

  private final SparkSession session;
  private final LakeFiles files;

  public FileSizing(SparkSession session, LakeFiles files) {
    this.session = session;
    this.files = files;
  }

  static String withoutNumber(String folder) {
    return NUMBER_LEVEL.matcher(folder).replaceAll("");
  }

  /**
   * Returns {@code staged}, or the same rows in files nearer to the layout's target.
   *
   * @param schema the table's columns
   * @throws IllegalStateException when not all rows were found again
   */
  public StagedTable resize(StagedTable staged, TableLayout layout, StructType schema) {
    if (layout.targetFileBytes().isEmpty() || staged.files().isEmpty()) {
      return staged;
    }
    long target = layout.targetFileBytes().getAsLong();
    Map<String, List<FileState>> folders = byFolder(staged);
    if (folders.values().stream().allMatch(folder -> fits(folder, target))) {
      return staged;
    }
    Map<String, Integer> wanted = new TreeMap<>();
    folders.forEach((folder, held) -> wanted.put(folder, filesFor(held, target)));
    String resized = staged.folder() + "-resized";
    try (WriteWatch watch = new WriteWatch(session, resized, resized)) {
      Dataset<Row> dealt = dealt(staged, layout, schema, wanted);
      TableWriter.write(dealt, layout, TableWriter.with(layout.partitionBy(), NUMBER), resized);
      long rows = watch.seen().rowsWritten();
      if (rows != staged.rows()) {
        throw new IllegalStateException(
            "Cannot resize files of: %s (%d rows came back of %d)."
                .formatted(staged.folder(), rows, staged.rows()));
      }
      return new StagedTable(resized, files.dataFiles(resized), rows);
    }
  }

  private Dataset<Row> dealt(
      StagedTable staged, TableLayout layout, StructType schema, Map<String, Integer> wanted) {
    String root = files.qualified(staged.folder());
    String folder = Lineage.PREFIX + "folder";
    String count = Lineage.PREFIX + "count";
    List<Row> counts = new ArrayList<>();
    wanted.forEach((path, number) -> counts.add(RowFactory.create(path, number)));
    StructType countSchema =
        new StructType().add(folder, DataTypes.StringType).add(count, DataTypes.IntegerType);
    Column path = col("_metadata.file_path");
    Dataset<Row> rows =
        WrittenFiles.reader(session, layout.format())
            .schema(schema)
            .load(staged.folder())
            .withColumn(
                folder, regexp_extract(path, Pattern.quote(encoded(root)) + "/(.*/)?[^/]+$", 1));
    Dataset<Row> numbered =
        rows.join(broadcast(session.createDataFrame(counts, countSchema)), folder)
            .withColumn(NUMBER, pmod(monotonically_increasing_id(), col(count)).cast("int"))
            .drop(folder, count);
    Column[] keys = columns(TableWriter.with(layout.partitionBy(), NUMBER));
    int total = wanted.values().stream().mapToInt(Integer::intValue).sum();
    return numbered
        .repartition(total, keys)
        .sortWithinPartitions(
            Stream.concat(Stream.of(keys), Stream.of(columns(layout.sortBy())))
                .toArray(Column[]::new));
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(name -> col(Arrangement.quoted(name))).toArray(Column[]::new);
  }

  private static boolean fits(List<FileState> held, long target) {
    if (bytes(held) < target) {
      return held.size() == 1;
    }
    return held.stream().allMatch(f -> f.bytes() >= target / 2 && f.bytes() <= target * 2);
  }

  private static int filesFor(List<FileState> held, long target) {
    return (int) Math.max(1, Math.round((double) bytes(held) / target));
  }

  private static long bytes(List<FileState> held) {
    return held.stream().mapToLong(FileState::bytes).sum();
  }

  /** Groups files by their folder below the table's, spelled as Spark spells the paths of rows. */
  private Map<String, List<FileState>> byFolder(StagedTable staged) {
    String root = encoded(files.qualified(staged.folder()));
    Map<String, List<FileState>> folders = new TreeMap<>();
    for (FileState file : staged.files()) {
      String relative = encoded(file.path()).substring(root.length() + 1);
      String folder = relative.substring(0, relative.lastIndexOf('/') + 1);
      folders.computeIfAbsent(folder, f -> new ArrayList<>()).add(file);
    }
    return folders;
  }

  private static String encoded(String path) {
    return new Path(path).toUri().getRawPath();
  }
}
