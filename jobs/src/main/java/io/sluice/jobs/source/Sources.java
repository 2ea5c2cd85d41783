package io.sluice.jobs.source;

import io.sluice.jobs.pipeline.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Opens inputs. */
public final class Sources {

  private Sources() {}

  /**
   * Lists the files of an input and settles its columns. Reads no data, unless columns must be
   * inferred or are in the files' footers.
   *
   * @throws InvalidInputException if a path does not exist, cannot be read or holds no files, if
   *     there is no schema, or if an option or a type is not one that can be read
   */
  public static Source open(SparkSession spark, SourceSpec spec) {
    PathColumns columns =
        spec.partitionTemplate()
            .map(t -> (PathColumns) PathTemplate.parse(spec.name(), t))
            .orElseGet(PathColumns::hive);
    List<FileListing.Found> files =
        new FileListing(spec.name(), spark.sparkContext().hadoopConfiguration())
            .files(spec.paths(), spec.allowEmpty());
    return spec.format().hasTextRecords()
        ? RecordSource.open(spark, spec, columns, files)
        : FileFormatSource.open(spark, spec, columns, files, Optional.empty());
  }

  /**
   * Lists the files of an input, as {@link #open} does, and looks no further: no Spark is needed.
   *
   * @param name what messages call the input
   * @return all files, sorted by URI
   * @throws InvalidInputException if a path does not exist, cannot be read or holds no files
   */
  public static List<SourceFile> list(String name, List<String> paths, Configuration hadoop) {
    return new FileListing(name, hadoop)
        .files(paths, false).stream().map(FileListing.Found::file).toList();
  }

  /**
   * Opens a table of the lake: a folder of Parquet files, those of partitions in folders {@code
   * name=value}.
   *
   * @param schema the table's columns, those of the partitions among them; absent, the columns of
   *     the first file, and those of the partitions as strings
   * @param where an SQL predicate on the columns, pushed down to partitions and row groups
   * @throws InvalidInputException if there is no such folder, or the predicate does not fit
   */
  public static Source table(
      SparkSession spark,
      String name,
      String path,
      Optional<StructType> schema,
      Optional<String> where) {
    SourceSpec spec =
        new SourceSpec(
            name,
            List.of(path),
            Format.PARQUET,
            Layout.AUTO,
            Map.of(),
            schema,
            false,
            Optional.empty(),
            schema.isPresent());
    FileListing listing = new FileListing(name, spark.sparkContext().hadoopConfiguration());
    listing.requireFolder(path);
    return FileFormatSource.open(
        spark, spec, PathColumns.hive(), listing.files(spec.paths(), spec.allowEmpty()), where);
  }

  /**
   * Returns the columns that an input has, or would have: what {@link Source#schema} says once it
   * is open. Parquet, ORC and Avro are asked for one footer; nothing else is read.
   *
   * @throws InvalidInputException as {@link #open} does
   */
  public static StructType schemaOf(SparkSession spark, SourceSpec spec) {
    return open(spark, spec).schema();
  }
}
