package io.sluice.jobs.run;

import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.pipeline.ChangeColumns;
import io.sluice.jobs.pipeline.InputSchemas;
import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Load;
import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.pipeline.Project;
import io.sluice.jobs.pipeline.Read;
import io.sluice.jobs.pipeline.TableName;
import io.sluice.jobs.source.DeltaSource;
import io.sluice.jobs.source.Format;
import io.sluice.jobs.source.Layout;
import io.sluice.jobs.source.Source;
import io.sluice.jobs.source.SourceSpec;
import io.sluice.jobs.source.Sources;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Opens the inputs of pipelines. Files are listed once, when the pipeline is planned; tables when
 * it runs, since the run itself may have made them.
 */
public final class Inputs implements InputSchemas {

  private final SparkSession spark;
  private final Project project;
  private final Map<Read, Source> opened = new ConcurrentHashMap<>();

  public Inputs(SparkSession spark, Project project) {
    this.spark = spark;
    this.project = project;
  }

  @Override
  public StructType schema(String input, Read read) {
    return read.table().isPresent()
        ? withChange(read, table(input, read, Optional.empty()).schema())
        : files(input, read).schema();
  }

  /**
   * Returns an input, ready to be read.
   *
   * @param planned the columns that it was planned with
   */
  Source open(String input, Read read, StructType planned) {
    StructType columns = read.changes() ? ChangeColumns.without(planned) : planned;
    return read.table().isPresent() ? table(input, read, Optional.of(columns)) : files(input, read);
  }

  private static StructType withChange(Read read, StructType columns) {
    return read.changes() ? ChangeColumns.with(columns) : columns;
  }

  private Source table(String input, Read read, Optional<StructType> schema) {
    TableName table = read.table().orElseThrow();
    String path = project.tablePath(table);
    if (isDelta(table, path)) {
      return DeltaSource.open(spark, input, path, schema, read.where());
    }
    Format format =
        project
            .target(table)
            .map(target -> Format.valueOf(target.write().format().name()))
            .orElse(Format.PARQUET);
    if (format == Format.PARQUET) {
      return Sources.table(spark, input, path, schema, read.where());
    }
    if (read.where().isPresent()) {
      throw new InvalidInputException(
          Problem.of(
              "Cannot push down predicate: %s (table %s is written as %s). Use a filter step."
                  .formatted(read.where().get(), table, format.name().toLowerCase(Locale.ROOT))));
    }
    Map<String, String> options =
        format == Format.CSV ? Map.of("header", "true", "escape", "\"") : Map.of();
    return Sources.open(
        spark,
        new SourceSpec(
            input,
            List.of(path),
            format,
            Layout.LINES,
            options,
            schema,
            schema.isEmpty() && !format.carriesSchema(),
            Optional.empty(),
            true));
  }

  /** A table that no pipeline makes is what it looks like. */
  private boolean isDelta(TableName table, String path) {
    return project
        .target(table)
        .map(target -> target.write().format() == io.sluice.jobs.pipeline.Format.DELTA)
        .orElseGet(
            () ->
                new LakeFiles(spark.sparkContext().hadoopConfiguration())
                    .exists(path + "/_delta_log"));
  }

  private Source files(String input, Read read) {
    if (read.format().filter(f -> f == io.sluice.jobs.pipeline.Format.DELTA).isPresent()) {
      return opened.computeIfAbsent(
          read,
          unseen ->
              DeltaSource.open(
                  spark,
                  input,
                  project.environment().resolve(read.path().orElseThrow()),
                  Optional.empty(),
                  read.where()));
    }
    return opened.computeIfAbsent(read, unseen -> Sources.open(spark, spec(input, unseen)));
  }

  /** Where only new files matter, there may be none at all. */
  private boolean isIncremental(Read read) {
    return project.pipelines().stream()
        .filter(pipeline -> pipeline.load() == Load.INCREMENTAL)
        .anyMatch(pipeline -> read.equals(pipeline.read().get(pipeline.firstInput())));
  }

  private SourceSpec spec(String input, Read read) {
    return new SourceSpec(
        input,
        List.of(project.environment().resolve(read.path().orElseThrow())),
        Format.valueOf(read.format().orElseThrow().name()),
        Layout.valueOf(read.layout().name()),
        read.options(),
        project.declaredSchema(read),
        read.infer(),
        read.partitions(),
        isIncremental(read));
  }
}
