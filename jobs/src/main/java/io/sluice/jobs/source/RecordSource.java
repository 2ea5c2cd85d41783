package io.sluice.jobs.source;

import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.source.records.RecordColumns;
import io.sluice.jobs.source.records.RecordFile;
import io.sluice.jobs.source.records.RecordInput;
import io.sluice.jobs.source.records.RecordKind;
import io.sluice.jobs.source.records.RecordProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** JSON, CSV and text, read by {@link RecordProvider}. */
final class RecordSource implements Source {

  private final SparkSession spark;
  private final RecordInput input;
  private final List<SourceFile> files;

  private RecordSource(SparkSession spark, RecordInput input, List<SourceFile> files) {
    this.spark = spark;
    this.input = input;
    this.files = files;
  }

  static RecordSource open(
      SparkSession spark, SourceSpec spec, PathColumns columns, List<FileListing.Found> found) {
    Set<String> fromPath = columns.names(found);
    List<RecordFile> records = new ArrayList<>();
    for (FileListing.Found f : found) {
      PathColumns.Values values = columns.values(f.root(), f.file().path());
      records.add(
          new RecordFile(f.file().uri(), f.file().bytes(), values.values(), values.flaws()));
    }
    Map<String, String> options = new LinkedHashMap<>();
    spec.options().forEach((k, v) -> options.put(k.toLowerCase(Locale.ROOT), v));
    RecordInput input =
        new RecordInput(
            kind(spec, options), options, new StructType(), Set.of(), List.of(), records);
    List<SourceFile> files = found.stream().map(FileListing.Found::file).toList();
    check(spec, input, files);
    StructType schema = columns(spark, spec, input);
    List<String> declared = List.of(schema.fieldNames());
    for (String name : fromPath) {
      if (!declared.contains(name)) {
        schema = schema.add(name, DataTypes.StringType, true);
      }
    }
    input = new RecordInput(input.kind(), options, schema, fromPath, List.of(), records);
    check(spec, input, files);
    return new RecordSource(spark, input, files);
  }

  private static void check(SourceSpec spec, RecordInput input, List<SourceFile> files) {
    List<Problem> problems = RecordOptionCheck.problems(spec, input, files);
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
  }

  private static StructType columns(SparkSession spark, SourceSpec spec, RecordInput input) {
    if (spec.schema().isPresent()) {
      return spec.schema().get();
    }
    if (spec.format() == Format.TEXT) {
      return new StructType().add("value", DataTypes.StringType);
    }
    if (spec.infer()) {
      return new Inference(spark, spec).columns(input);
    }
    throw new InvalidInputException(
        Problem.of(
            "Cannot read input "
                + spec.name()
                + ": "
                + spec.format().name().toLowerCase(Locale.ROOT)
                + " (its files say nothing of their columns). Name a contract, give a schema, or"
                + " say infer: true."));
  }

  private static RecordKind kind(SourceSpec spec, Map<String, String> options) {
    return switch (spec.format()) {
      case CSV ->
          // Only where a line end is always the end of a record can a file be split at one.
          "false".equalsIgnoreCase(options.get("multiline"))
                  && !options.containsKey("encoding")
                  && !options.containsKey("charset")
              ? RecordKind.CSV_LINES
              : RecordKind.CSV;
      case TEXT -> RecordKind.TEXT;
      default ->
          switch (spec.layout()) {
            case AUTO -> RecordKind.JSON;
            case LINES -> RecordKind.JSON_LINES;
            case ARRAY -> RecordKind.JSON_ARRAY;
            case CONCATENATED -> RecordKind.JSON_CONCATENATED;
          };
    };
  }

  @Override
  public List<SourceFile> files() {
    return files;
  }

  @Override
  public StructType schema() {
    return RecordColumns.nullable(input.schema());
  }

  @Override
  public Dataset<Row> rows(Set<Hidden> hidden) {
    List<String> columns =
        Arrays.stream(Hidden.values()).filter(hidden::contains).map(Hidden::column).toList();
    return RecordProvider.rows(spark, input.withHidden(columns));
  }

  @Override
  public Source only(Set<String> uris) {
    return new RecordSource(
        spark,
        input.withFiles(input.files().stream().filter(f -> uris.contains(f.uri())).toList()),
        files.stream().filter(f -> uris.contains(f.uri())).toList());
  }

  @Override
  public boolean canReject() {
    return true;
  }

  @Override
  public List<BadFile> unreadable() {
    return List.of();
  }
}
