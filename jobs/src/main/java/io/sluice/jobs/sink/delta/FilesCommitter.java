package io.sluice.jobs.sink.delta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.jobs.pipeline.Messages;
import io.sluice.jobs.sink.PublishMode;
import io.sluice.jobs.sink.delta.DeltaTransaction.Removal;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/** Carries out one {@link FilesCommit}. */
final class FilesCommitter {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;
  private final FilesCommit commit;

  FilesCommitter(SparkSession spark, FilesCommit commit) {
    this.spark = spark;
    this.commit = commit;
  }

  void carryOut() {
    DeltaTransaction transaction = DeltaTransaction.begin(spark, commit.table());
    if (transaction.done(commit.appId()) >= commit.version()) {
      return;
    }
    become(transaction);
    List<String> added =
        commit.actions().stream().filter(action -> !TableMetadata.isIn(action)).toList();
    List<Removal> removed =
        switch (commit.mode()) {
          case APPEND -> List.of();
          case OVERWRITE -> transaction.removals();
          case OVERWRITE_PARTITIONS -> inPartitions(transaction.removals(), added);
        };
    SaveMode mode = commit.mode() == PublishMode.APPEND ? SaveMode.Append : SaveMode.Overwrite;
    try {
      transaction.commit(mode, added, removed, application(commit.appId(), commit.version()));
    } catch (RuntimeException e) {
      throw Conflicts.explained(commit.table(), e);
    }
  }

  /** The table may have changed since the files were written: by a commit of somebody else. */
  private void become(DeltaTransaction transaction) {
    TableMetadata written =
        commit.actions().stream()
            .filter(TableMetadata::isIn)
            .map(TableMetadata::parse)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Cannot commit files: "
                            + commit.table()
                            + " (nothing says how the table is to be)."));
    boolean replaces = commit.mode() == PublishMode.OVERWRITE;
    if (!transaction.tableExists()) {
      transaction.become(written, replaces);
      return;
    }
    TableMetadata current = transaction.metadata();
    TableMetadata wanted = written;
    if (!replaces) {
      requireFitting(current, written);
      wanted = current.joinedBy(written);
    }
    if (!wanted.sameAs(current)) {
      transaction.become(wanted, replaces);
    }
  }

  private void requireFitting(TableMetadata current, TableMetadata written) {
    String reason = null;
    if (!current.id().equals(written.id())) {
      reason = "another table has taken its place";
    } else if (!current.partitionBy().equals(written.partitionBy())) {
      reason = "its partitions have changed";
    } else {
      Map<String, StructField> columns = DeltaSchemas.byName(current.schema());
      for (StructField field : written.schema().fields()) {
        StructField column = columns.get(DeltaSchemas.key(field.name()));
        if (column != null && !DeltaSchemas.sameType(column.dataType(), field.dataType())) {
          reason = "its column " + column.name() + " has changed";
        }
      }
    }
    if (reason != null) {
      throw new IllegalStateException(
          Messages.cannot(
              "commit to Delta table",
              commit.table(),
              reason + " since the files were written; nothing was committed",
              "Find out what else writes there, and run again."));
    }
  }

  private static List<Removal> inPartitions(List<Removal> files, List<String> added) {
    Set<Map<String, String>> touched = new HashSet<>();
    added.forEach(action -> touched.add(partition(action)));
    return files.stream().filter(file -> touched.contains(file.partition())).toList();
  }

  private static Map<String, String> partition(String action) {
    try {
      Map<String, String> values = new HashMap<>();
      JsonNode given = JSON.readTree(action).path("add").path("partitionValues");
      given
          .fields()
          .forEachRemaining(
              value ->
                  values.put(
                      value.getKey(),
                      value.getValue().isNull() ? null : value.getValue().asText()));
      return values;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read action: " + action, e);
    }
  }

  static String application(String appId, long version) {
    return JSON.createObjectNode()
        .set(
            "txn",
            JSON.createObjectNode()
                .put("appId", appId)
                .put("version", version)
                .put("lastUpdated", Clock.systemUTC().millis()))
        .toString();
  }
}
