package io.sluice.jobs.sink;

import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.lake.LakeFiles.FileState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Writes rows into files that no reader sees yet.
 *
 * <p>Cost: narrow, except that rows of a partitioned table are brought together by partition first
 * (one shuffle, whose partitions Spark merges and splits by size), since each task would otherwise
 * write a file of its own into every partition.
 */
public final class TableWriter {

  private final SparkSession session;
  private final LakeFiles files;

  public TableWriter(SparkSession session, LakeFiles files) {
    this.session = session;
    this.files = files;
  }

  /**
   * Writes {@code rows} below {@code folder}, which must not exist.
   *
   * @param watch what watches the write, begun for the same folder
   */
  public StagedTable stage(Dataset<Row> rows, TableLayout layout, String folder, WriteWatch watch) {
    Arrangement arrangement = new Arrangement(layout.partitionBy(), layout.sortBy());
    write(arrangement.of(rows), layout, layout.partitionBy(), folder);
    long written = watch.seen().rowsWritten();
    return new StagedTable(folder, withRows(folder, layout, written), written);
  }

  static void write(
      Dataset<Row> rows, TableLayout layout, List<String> partitionBy, String folder) {
    DataFrameWriter<Row> writer =
        rows.write()
            .format(layout.format())
            .mode("errorifexists")
            .option("compression", layout.codec());
    writer.options(WrittenFiles.options(layout.format()));
    if (!partitionBy.isEmpty()) {
      writer.partitionBy(partitionBy.toArray(String[]::new));
    }
    writer.save(folder);
  }

  /**
   * Drops the empty file that Spark's first task writes when it has no rows and others have. Where
   * no task has any, that file stays: it holds the schema.
   */
  private List<FileState> withRows(String folder, TableLayout layout, long rows) {
    List<FileState> written = files.dataFiles(folder);
    if (rows == 0 || written.size() < 2 || !layout.partitionBy().isEmpty()) {
      return written;
    }
    FileState first = written.get(0);
    return isEmpty(first, layout) ? written.subList(1, written.size()) : written;
  }

  private boolean isEmpty(FileState file, TableLayout layout) {
    if (!layout.format().equals("parquet")) {
      return WrittenFiles.reader(session, layout.format()).load(file.path()).isEmpty();
    }
    Path path = new Path(file.path());
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, files.hadoop()))) {
      return reader.getRecordCount() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read file: " + file.path(), e);
    }
  }

  static List<String> with(List<String> names, String more) {
    List<String> all = new ArrayList<>(names);
    all.add(more);
    return all;
  }
}
