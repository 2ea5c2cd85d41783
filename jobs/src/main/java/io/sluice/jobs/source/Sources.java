package io.sluice.jobs.source;

import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Problem;
import java.util.List;
import org.apache.spark.sql.SparkSession;

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
    if (!spec.format().hasTextRecords()) {
      throw new InvalidInputException(Problem.of("Cannot read format: " + spec.format()));
    }
    return RecordSource.open(spark, spec, columns, files);
  }
}
