package io.sluice.jobs.source;

import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.source.records.RecordColumns;
import io.sluice.jobs.source.records.RecordFile;
import io.sluice.jobs.source.records.RecordInput;
import io.sluice.jobs.source.records.RecordProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Guesses columns from the first records. Later records that are not like them are rejects, which
 * is why this is no way to read data that matters.
 */
final class Inference {

  /** Records that are looked at. */
  static final int MOST_RECORDS = 10_000;

  /** Files beyond the one in which this many bytes are reached are not opened. */
  static final long MOST_BYTES = 64L * 1024 * 1024;

  private final SparkSession spark;
  private final SourceSpec spec;

  Inference(SparkSession spark, SourceSpec spec) {
    this.spark = spark;
    this.spec = spec;
  }

  /**
   * Returns the columns of the records of {@code input}, whose own schema is empty.
   *
   * @throws InvalidInputException if there are none
   */
  StructType columns(RecordInput input) {
    RecordInput sample = input.withFiles(firstFiles(input.files()));
    StructType found =
        spec.format() == Format.CSV ? csv(sample) : spark.read().json(text(sample)).schema();
    if (found.isEmpty()) {
      throw new InvalidInputException(
          Problem.of(
              "Cannot infer columns of input "
                  + spec.name()
                  + ": "
                  + String.join(", ", spec.paths())
                  + " (no record there could be read). Name a contract or give a schema."));
    }
    return found;
  }

  private static List<RecordFile> firstFiles(List<RecordFile> files) {
    List<RecordFile> first = new ArrayList<>();
    long bytes = 0;
    for (RecordFile file : files) {
      if (bytes < MOST_BYTES && file.bytes() > 0) {
        first.add(new RecordFile(file.uri(), file.bytes(), Map.of(), List.of()));
        bytes += file.bytes();
      }
    }
    return first;
  }

  private Dataset<String> text(RecordInput sample) {
    RecordInput raw =
        new RecordInput(
                sample.kind(),
                sample.options(),
                new StructType(),
                Set.of(),
                List.of(),
                sample.files())
            .withHidden(List.of(RecordColumns.REASONS, RecordColumns.RAW));
    var rows = RecordProvider.rows(spark, raw);
    if (spec.format() == Format.JSON) {
      rows = rows.where(functions.col(RecordColumns.REASONS).isNull());
    }
    return rows.limit(MOST_RECORDS)
        .select(functions.col(RecordColumns.RAW).cast(DataTypes.StringType))
        .as(Encoders.STRING());
  }

  private StructType csv(RecordInput sample) {
    List<String> names =
        RecordProvider.firstFields(sample, spark.sparkContext().hadoopConfiguration());
    boolean header = "true".equalsIgnoreCase(sample.options().get("header"));
    DataFrameReader reader = spark.read().option("inferSchema", "true").option("header", "false");
    for (String option : List.of("sep", "delimiter", "quote", "escape", "nullvalue")) {
      if (sample.options().containsKey(option)) {
        reader = reader.option(option, sample.options().get(option));
      }
    }
    StructField[] guessed = reader.csv(text(sample)).schema().fields();
    StructType columns = new StructType();
    for (int i = 0; i < names.size(); i++) {
      columns =
          columns.add(
              header ? names.get(i) : "_c" + i,
              i < guessed.length ? guessed[i].dataType() : DataTypes.StringType,
              true);
    }
    return columns;
  }
}
