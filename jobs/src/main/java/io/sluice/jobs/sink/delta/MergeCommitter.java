package io.sluice.jobs.sink.delta;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.delta.tables.DeltaTable;
import io.sluice.jobs.lake.delta.DeltaLake;
import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.sink.Arrangement;
import io.sluice.jobs.sink.PublishMode;
import io.sluice.jobs.sink.delta.DeltaCommits.Merged;
import io.sluice.jobs.sink.delta.DeltaStore.DeltaState;
import io.sluice.jobs.sink.delta.DeltaTransaction.Added;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Carries out one {@link MergeCommit}. */
final class MergeCommitter {

  private static final String TABLE = "sluice_table";
  private static final String CHANGES = "sluice_changes";

  /** More commits than this at once are not Sluice's. */
  private static final long HISTORY = 100;

  private static final List<String> MERGE_KNOWS_BETTER =
      List.of("delta.enableChangeDataFeed", "delta.enableDeletionVectors");

  private final SparkSession spark;
  private final MergeCommit commit;
  private final DeltaStore store;

  MergeCommitter(SparkSession spark, MergeCommit commit) {
    this.spark = spark;
    this.commit = commit;
    this.store = new DeltaStore(spark, commit.table());
  }

  Merged carryOut() {
    DeltaLake.require("write table", commit.table());
    if (store.transaction(commit.appId()) >= commit.version()) {
      return new Merged(0, 0, 0, true);
    }
    Optional<DeltaState> state = store.state();
    DeltaLayout layout = layout();
    List<String> refused = DeltaSchemas.check(commit.table(), state, layout, PublishMode.APPEND);
    if (!refused.isEmpty()) {
      throw new InvalidInputException(refused.stream().map(Problem::of).toList());
    }
    try {
      boolean empty = state.map(s -> s.files() == 0).orElse(true);
      return empty ? fill(layout) : merge(state.get(), layout);
    } catch (RuntimeException e) {
      throw Conflicts.explained(commit.table(), e);
    }
  }

  private DeltaLayout layout() {
    return new DeltaLayout(
        (StructType) DataType.fromJson(commit.schema()),
        commit.partitionBy(),
        List.of(),
        Optional.empty(),
        OptionalLong.empty(),
        commit.properties(),
        commit.onSchemaChange());
  }

  /** Where there are no rows yet, nothing has to be looked for. */
  private Merged fill(DeltaLayout layout) {
    DeltaTransaction transaction = DeltaTransaction.begin(spark, commit.table());
    TableMetadata wanted = wanted(transaction, layout);
    if (!transaction.tableExists() || !wanted.sameAs(transaction.metadata())) {
      transaction.become(wanted, false);
    }
    TableMetadata table = transaction.metadata();
    Dataset<Row> rows =
        changes(spark, layout).filter(not(col(MergeCommit.DELETED))).drop(MergeCommit.DELETED);
    List<Added> added =
        transaction.write(
            new Arrangement(table.partitionBy(), List.of()).of(Fitted.to(table.schema(), rows)),
            Map.of("compression", layout.codec()));
    transaction.commit(
        SaveMode.Append,
        added.stream().map(Added::json).toList(),
        List.of(),
        FilesCommitter.application(commit.appId(), commit.version()));
    return new Merged(added.stream().mapToLong(Added::rows).sum(), 0, 0, false);
  }

  private static TableMetadata wanted(DeltaTransaction transaction, DeltaLayout layout) {
    return transaction.tableExists()
        ? transaction.metadata().joinedBy(layout)
        : TableMetadata.of(layout);
  }

  private Merged merge(DeltaState before, DeltaLayout layout) {
    if (MERGE_KNOWS_BETTER.stream().anyMatch(name -> isOn(before, layout, name))) {
      return statement(before, layout);
    }
    DeltaTransaction transaction = DeltaTransaction.begin(spark, commit.table());
    TableMetadata wanted = wanted(transaction, layout);
    if (!wanted.sameAs(transaction.metadata())) {
      transaction.become(wanted, false);
    }
    return new MergeRewrite(spark, commit, transaction)
        .carryOut(changes(spark, layout, transaction.metadata().schema()), layout.codec());
  }

  private static boolean isOn(DeltaState before, DeltaLayout layout, String property) {
    String held = before.properties().getOrDefault(property, "false");
    return Boolean.parseBoolean(layout.properties().getOrDefault(property, held));
  }

  /** Delta's MERGE writes down what changed, and marks rows as deleted instead of moving others. */
  private Merged statement(DeltaState before, DeltaLayout layout) {
    evolve(layout);
    SparkSession own =
        OwnSession.of(
            spark,
            Map.of(
                "spark.databricks.delta.write.txnAppId", commit.appId(),
                "spark.databricks.delta.write.txnVersion", String.valueOf(commit.version()),
                // The changes lie in files that nobody touches: to read them twice is cheaper than
                // to store them once more.
                "spark.databricks.delta.merge.materializeSource", "none",
                "spark.sql.parquet.compression.codec", layout.codec()));
    Dataset<Row> changes = changes(own, layout, store.state().orElseThrow().schema());
    String deleted = CHANGES + "." + MergeCommit.DELETED;
    DeltaTable.forPath(own, commit.table())
        .as(TABLE)
        .merge(changes.as(CHANGES), condition(changes, before))
        .whenMatched(deleted)
        .delete()
        .whenMatched()
        .updateAll()
        .whenNotMatched("NOT " + deleted)
        .insertAll()
        .execute();
    return merged(before.version());
  }

  /** The table has its new columns first: a MERGE of its own would not know how to add them. */
  private void evolve(DeltaLayout layout) {
    DeltaTransaction transaction = DeltaTransaction.begin(spark, commit.table());
    TableMetadata wanted = wanted(transaction, layout);
    if (!wanted.sameAs(transaction.metadata())) {
      transaction.become(wanted, false);
      transaction.commit(SaveMode.Append, List.of(), List.of(), null);
    }
  }

  private Column condition(Dataset<Row> changes, DeltaState table) {
    MergeMatch match = new MergeMatch(changes, commit.matchOn(), table.partitionBy());
    Function<String, Column> row = name -> col(TABLE + "." + Arrangement.quoted(name));
    Column alike = match.alike(row, name -> col(CHANGES + "." + Arrangement.quoted(name)));
    return match.bounds(row).map(alike::and).orElse(alike);
  }

  private Dataset<Row> changes(SparkSession session, DeltaLayout layout, StructType table) {
    return Fitted.to(
        table.add(MergeCommit.DELETED, DataTypes.BooleanType), changes(session, layout));
  }

  private Dataset<Row> changes(SparkSession session, DeltaLayout layout) {
    return session
        .read()
        .schema(layout.schema().add(MergeCommit.DELETED, DataTypes.BooleanType))
        .option("__globPaths__", "false")
        .parquet(commit.changes());
  }

  /** The table's own history tells what the commit did. */
  private Merged merged(long before) {
    Optional<Row> row =
        DeltaTable.forPath(spark, commit.table())
            .history((int) Math.min(HISTORY, store.state().orElseThrow().version() - before))
            .where("operation = 'MERGE'")
            .where(col("version").gt(before))
            .orderBy("version")
            .select("operationMetrics")
            .takeAsList(1)
            .stream()
            .findFirst();
    if (row.isEmpty()) {
      return new Merged(0, 0, 0, true);
    }
    Map<String, String> metrics = row.get().getJavaMap(0);
    return new Merged(
        number(metrics, "numTargetRowsInserted"),
        number(metrics, "numTargetRowsUpdated"),
        number(metrics, "numTargetRowsDeleted"),
        false);
  }

  private static long number(Map<String, String> metrics, String name) {
    return Long.parseLong(metrics.getOrDefault(name, "0"));
  }
}
