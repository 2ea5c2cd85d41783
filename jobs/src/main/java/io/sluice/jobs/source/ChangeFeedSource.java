package io.sluice.jobs.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.format_string;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.sluice.jobs.lake.delta.DeltaSnapshot;
import io.sluice.jobs.lake.delta.DeltaSnapshot.CommitFile;
import io.sluice.jobs.pipeline.ChangeColumns;
import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.source.records.RecordColumns;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * What commits changed in a Delta table, row by row. Its files are the commits themselves: where
 * Delta keeps the changed rows is its own affair, and they may be told by a file that is gone.
 */
final class ChangeFeedSource implements Source {

  private static final String BEFORE = "update_preimage";

  private final SparkSession spark;
  private final String path;
  private final StructType schema;
  private final Optional<String> where;
  private final List<CommitFile> commits;
  private final boolean before;

  private ChangeFeedSource(
      SparkSession spark,
      String path,
      StructType schema,
      Optional<String> where,
      List<CommitFile> commits,
      boolean before) {
    this.spark = spark;
    this.path = path;
    this.schema = schema;
    this.where = where;
    this.commits = commits;
    this.before = before;
  }

  static Source open(
      SparkSession spark,
      String name,
      String path,
      DeltaSnapshot snapshot,
      long from,
      StructType table,
      Optional<String> where,
      boolean before) {
    StructType schema = ChangeColumns.with(table);
    try {
      ChangeFeedSource source =
          new ChangeFeedSource(
              spark, path, RecordColumns.nullable(schema), where, snapshot.commits(from), before);
      // Delta looks into the commits when the plan is made: what it finds amiss shows here.
      source.rows(Set.of()).queryExecution().executedPlan();
      return source;
    } catch (Exception e) {
      // Spark throws AnalysisException, which is checked and which it does not declare.
      throw refused(name, path, from, e);
    }
  }

  private static InvalidInputException refused(String name, String path, long from, Exception e) {
    return DeltaSource.refused(
        "read changes of input " + name,
        path,
        "since version %d: %s"
            .formatted(from, String.valueOf(e.getMessage()).lines().findFirst().orElse("?")),
        "Run with --full.");
  }

  @Override
  public List<SourceFile> files() {
    return commits.stream()
        .map(
            commit ->
                new SourceFile(
                    FileListing.uri(commit.path()), commit.bytes(), commit.modifiedMillis()))
        .toList();
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
  public List<BadFile> unreadable() {
    return List.of();
  }

  @Override
  public Source only(Set<String> uris) {
    List<CommitFile> some =
        commits.stream().filter(c -> uris.contains(FileListing.uri(c.path()))).toList();
    return new ChangeFeedSource(spark, path, schema, where, some, before);
  }

  @Override
  public Dataset<Row> rows(Set<Hidden> hidden) {
    if (commits.isEmpty()) {
      return spark.createDataFrame(List.<Row>of(), Hidden.behind(schema, hidden));
    }
    Object[] versions = commits.stream().map(CommitFile::version).toArray();
    Dataset<Row> all =
        spark
            .read()
            .format("delta")
            .option("readChangeFeed", "true")
            .option("startingVersion", commits.get(0).version())
            .option("endingVersion", commits.get(commits.size() - 1).version())
            .load(path)
            .where(lit(before).or(not(col(ChangeColumns.TYPE).equalTo(BEFORE))))
            .where(col(ChangeColumns.VERSION).isin(versions));
    Dataset<Row> wanted = where.isPresent() ? all.where(where.get()) : all;
    return wanted.select(DeltaSource.columns(wanted.schema(), schema, hidden, file()));
  }

  /** The commit's own file, whose name is its version in twenty digits. */
  private Column file() {
    String any = FileListing.uri(commits.get(0).path());
    String folder = any.substring(0, any.lastIndexOf('/') + 1);
    return concat(lit(folder), format_string("%020d.json", col(ChangeColumns.VERSION)));
  }
}
