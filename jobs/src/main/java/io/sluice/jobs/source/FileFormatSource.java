package io.sluice.jobs.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;

import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.source.records.RecordColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Parquet, ORC and Avro files, read by Spark. */
final class FileFormatSource implements Source {

  /** What a path says of the rows of a file. */
  private record Part(SourceFile file, Path root, PathColumns.Values values) {}

  private final SparkSession spark;
  private final SourceSpec spec;
  private final StructType schema;
  private final Set<String> pathColumns;
  private final List<Part> parts;
  private final Optional<String> where;
  private List<BadFile> unreadable;

  private FileFormatSource(
      SparkSession spark,
      SourceSpec spec,
      StructType schema,
      Set<String> pathColumns,
      List<Part> parts,
      Optional<String> where) {
    this.spark = spark;
    this.spec = spec;
    this.schema = schema;
    this.pathColumns = pathColumns;
    this.parts = parts;
    this.where = where;
  }

  static FileFormatSource open(
      SparkSession spark,
      SourceSpec spec,
      PathColumns columns,
      List<FileListing.Found> found,
      Optional<String> where) {
    Set<String> fromPath = columns.names(found);
    List<Part> parts =
        found.stream()
            .map(f -> new Part(f.file(), f.root(), columns.values(f.root(), f.file().path())))
            .toList();
    StructType schema = spec.schema().orElseGet(() -> footer(spark, spec, parts));
    Set<String> names = new HashSet<>(Arrays.asList(schema.fieldNames()));
    for (String name : fromPath) {
      if (!names.contains(name)) {
        schema = schema.add(name, DataTypes.StringType, true);
      }
    }
    FileFormatSource source =
        new FileFormatSource(spark, spec, RecordColumns.nullable(schema), fromPath, parts, where);
    source.checkWhere();
    return source;
  }

  /** Returns the columns that the first readable file says it has. */
  private static StructType footer(SparkSession spark, SourceSpec spec, List<Part> parts) {
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    FileMagic magic = new FileMagic(configuration, spec.format());
    return parts.stream()
        .map(Part::file)
        .filter(f -> magic.bad(List.of(f)).isEmpty())
        .findFirst()
        .map(f -> SparkFiles.load(spark, spec, List.of(f.uri()), Optional.empty(), null).schema())
        .orElseThrow(
            () ->
                new InvalidInputException(
                    Problem.of(
                        "Cannot read columns of input "
                            + spec.name()
                            + ": "
                            + String.join(", ", spec.paths())
                            + " (no file there is "
                            + spec.format().name().toLowerCase(Locale.ROOT)
                            + "). Name a contract or give a schema.")));
  }

  private void checkWhere() {
    if (where.isEmpty()) {
      return;
    }
    try {
      spark.createDataFrame(List.<Row>of(), schema).where(where.get()).schema();
    } catch (Exception e) {
      // Spark throws AnalysisException, which is checked and which it does not declare.
      throw invalidWhere(e);
    }
  }

  private InvalidInputException invalidWhere(Exception e) {
    String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new InvalidInputException(
        Problem.of(
            "Cannot read "
                + spec.name()
                + " where: "
                + where.orElse("")
                + " ("
                + reason
                + "). Its columns are "
                + String.join(", ", schema.fieldNames())
                + "."));
  }

  @Override
  public List<SourceFile> files() {
    return parts.stream().map(Part::file).toList();
  }

  @Override
  public StructType schema() {
    return schema;
  }

  @Override
  public boolean canReject() {
    return false;
  }

  @Override
  public Source only(Set<String> uris) {
    List<Part> some = parts.stream().filter(p -> uris.contains(p.file().uri())).toList();
    return new FileFormatSource(spark, spec, schema, pathColumns, some, where);
  }

  @Override
  public synchronized List<BadFile> unreadable() {
    if (unreadable == null) {
      List<BadFile> bad = new ArrayList<>();
      List<SourceFile> rest = new ArrayList<>();
      for (Part part : parts) {
        Optional<String> flaw = PathCheck.flaw(spark, schema, pathColumns, part.values());
        if (flaw.isPresent()) {
          bad.add(new BadFile(part.file().uri(), flaw.get()));
        } else {
          rest.add(part.file());
        }
      }
      bad.addAll(
          new FileMagic(spark.sparkContext().hadoopConfiguration(), spec.format()).bad(rest));
      unreadable = List.copyOf(bad);
    }
    return unreadable;
  }

  @Override
  public Dataset<Row> rows(Set<Hidden> hidden) {
    Set<String> bad = new HashSet<>(unreadable().stream().map(BadFile::uri).toList());
    Map<List<Object>, List<Part>> groups = new LinkedHashMap<>();
    for (Part part : parts) {
      if (!bad.contains(part.file().uri())) {
        // Spark takes one base path at a time, and wants the same levels below it everywhere.
        groups
            .computeIfAbsent(
                List.of(part.root(), SparkFiles.hiveNames(part.root(), part.file())),
                k -> new ArrayList<>())
            .add(part);
      }
    }
    Dataset<Row> all = null;
    for (List<Part> group : groups.values()) {
      Dataset<Row> rows = read(group, hidden);
      all = all == null ? rows : all.unionAll(rows);
    }
    if (all == null) {
      return spark.createDataFrame(List.<Row>of(), Hidden.behind(schema, hidden));
    }
    return where.isPresent() ? all.where(where.get()) : all;
  }

  private Dataset<Row> read(List<Part> group, Set<Hidden> hidden) {
    Part first = group.get(0);
    List<String> uris = group.stream().map(p -> p.file().uri()).toList();
    boolean template = spec.partitionTemplate().isPresent();
    Set<String> here =
        template ? Set.of() : Set.copyOf(SparkFiles.hiveNames(first.root(), first.file()));
    StructType read =
        new StructType(
            Arrays.stream(schema.fields())
                .filter(f -> !pathColumns.contains(f.name()) || here.contains(f.name()))
                .toArray(StructField[]::new));
    Dataset<Row> rows =
        SparkFiles.load(
            spark, spec, uris, Optional.of(read), template ? null : first.root().toString());
    List<Column> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      Column column = col("`" + field.name().replace("`", "``") + "`");
      if (pathColumns.contains(field.name()) && !here.contains(field.name())) {
        column =
            template
                ? PathTemplate.parse(spec.name(), spec.partitionTemplate().get())
                    .column(field.name(), first.root(), uri(first))
                : lit(null);
        column = column.cast(field.dataType()).as(field.name());
      }
      columns.add(column);
    }
    for (Hidden h : Hidden.values()) {
      if (hidden.contains(h)) {
        Column value = h == Hidden.FILE ? uri(first) : lit(null).cast(h.type());
        columns.add(value.as(h.column()));
      }
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  /** The column that names files as {@link SourceFile#uri} does. */
  private static Column uri(Part part) {
    Column uri = col("_metadata.file_path");
    return part.file().uri().startsWith("file:") ? regexp_replace(uri, "^file:/+", "file:/") : uri;
  }
}
