package io.sluice.jobs.sink.delta;

import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.lake.LakeFiles.FileState;
import io.sluice.jobs.lake.delta.DeltaLake;
import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.sink.Arrangement;
import io.sluice.jobs.sink.PublishMode;
import io.sluice.jobs.sink.WriteWatch;
import io.sluice.jobs.sink.delta.DeltaTransaction.Added;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;

/**
 * Writes rows into a Delta table's folder, in files that no reader sees before they are committed.
 *
 * <p>Cost: narrow, except that rows of a partitioned table are brought together by partition first
 * (one shuffle). Files of a write that is never committed stay behind, unseen, until the table is
 * vacuumed.
 */
public final class DeltaWriter {

  private final SparkSession spark;
  private final LakeFiles files;

  public DeltaWriter(SparkSession spark, LakeFiles files) {
    this.spark = spark;
    this.files = files;
  }

  /**
   * Writes {@code rows}.
   *
   * @param path the table's folder; where there is no table, the commit makes one
   * @param mode how they will be committed
   * @param watch what watches the write
   * @throws InvalidInputException when the rows cannot join the table; nothing was read then
   */
  public StagedFiles stage(
      Dataset<Row> rows, DeltaLayout layout, String path, PublishMode mode, WriteWatch watch) {
    DeltaLake.require("write table", path);
    List<String> refused =
        DeltaSchemas.check(path, new DeltaStore(spark, path).state(), layout, mode);
    if (!refused.isEmpty()) {
      throw new InvalidInputException(refused.stream().map(Problem::of).toList());
    }
    DeltaTransaction transaction = DeltaTransaction.begin(spark, path);
    TableMetadata planned = planned(transaction, layout, mode);
    if (!transaction.tableExists() || !planned.sameAs(transaction.metadata())) {
      transaction.become(planned, mode == PublishMode.OVERWRITE);
    }
    TableMetadata table = transaction.metadata();
    Arrangement arrangement = new Arrangement(table.partitionBy(), layout.sortBy());
    List<Added> added =
        new ArrayList<>(
            transaction.write(
                arrangement.of(Fitted.to(table.schema(), rows)),
                Map.of("compression", layout.codec())));
    added.sort(Comparator.comparing(a -> a.file().path()));
    watch.seen();
    return staged(table, added);
  }

  private static TableMetadata planned(
      DeltaTransaction transaction, DeltaLayout layout, PublishMode mode) {
    if (!transaction.tableExists()) {
      return TableMetadata.of(layout);
    }
    TableMetadata current = transaction.metadata();
    return mode == PublishMode.OVERWRITE
        ? current.replacedBy(layout)
        : current.joinedBy(layout.schema()).with(layout.properties());
  }

  private StagedFiles staged(TableMetadata table, List<Added> added) {
    List<String> actions = new ArrayList<>();
    List<FileState> states = new ArrayList<>();
    TreeSet<String> partitions = new TreeSet<>();
    long rows = 0;
    actions.add(table.json());
    for (Added file : added) {
      actions.add(file.json());
      FileState state = file.file();
      states.add(
          new FileState(files.qualified(state.path()), state.bytes(), state.modifiedMillis()));
      partitions.add(partition(table, file.partition()));
      rows += file.rows();
    }
    partitions.remove("");
    return new StagedFiles(actions, states, rows, List.copyOf(partitions));
  }

  private static String partition(TableMetadata table, Map<String, String> values) {
    return table.partitionBy().stream()
        .map(
            name ->
                ExternalCatalogUtils.getPartitionPathString(
                    name, values.get(table.physicalName(name))))
        .collect(Collectors.joining("/"));
  }
}
