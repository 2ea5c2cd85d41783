package io.sluice.jobs.sink.delta;

import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.lake.LakeFiles.FileState;
import io.sluice.jobs.lake.delta.DeltaLake;
import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Messages;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;

/**
 * Writes rows into a Delta table's folder, in files that no reader sees before they are committed.
 *
 * <p>Cost: narrow, except that rows of a partitioned table are brought together by partition first
 * (one shuffle). Where files are to have a size, rows are always shuffled, and Spark merges and
 * splits what comes out by its bytes: so files are about that big, within a factor of two for
 * ordinary data, but for the last one of each partition; they are not written twice. Files of a
 * write that is never committed stay behind, unseen, until the table is vacuumed.
 */
public final class DeltaWriter {

  /**
   * How many bytes rows take up between two stages for each byte in a file. Of the tables it was
   * measured with it was from 1.2 (random numbers) to 2.7 (many columns with few values), so that
   * with this one between them files miss their size by less than half of it.
   */
  private static final double SHUFFLED_BYTES = 1.8;

  /** What Delta calls its files: those of a run that was killed may lie about. */
  private static final Pattern OWN =
      Pattern.compile("part-\\d{5}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}[-.]c\\d{3,}\\..*");

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
    if (!transaction.tableExists()) {
      requireNoOthers(path);
    }
    TableMetadata planned = planned(transaction, layout, mode);
    if (!transaction.tableExists() || !planned.sameAs(transaction.metadata())) {
      transaction.become(planned, mode == PublishMode.OVERWRITE);
    }
    TableMetadata table = transaction.metadata();
    List<Added> added =
        new ArrayList<>(
            transaction.write(
                arranged(Fitted.to(table.schema(), rows), table.partitionBy(), layout),
                Map.of("compression", layout.codec())));
    added.sort(Comparator.comparing(a -> a.file().path()));
    watch.seen();
    return staged(table, added);
  }

  /** Where the rows of another kind of table lie, a Delta table would hide them. */
  private void requireNoOthers(String path) {
    files.dataFiles(path).stream()
        .map(FileState::path)
        .filter(file -> !OWN.matcher(file.substring(file.lastIndexOf('/') + 1)).matches())
        .findFirst()
        .ifPresent(
            file -> {
              throw new InvalidInputException(
                  Problem.of(
                      Messages.cannot(
                          "make Delta table",
                          path,
                          "there are files in it that are no Delta table's, such as " + file,
                          "Move them away, or use CONVERT TO DELTA, or set write.path.")));
            });
  }

  private static Dataset<Row> arranged(
      Dataset<Row> rows, List<String> partitionBy, DeltaLayout layout) {
    Arrangement arrangement = new Arrangement(partitionBy, layout.sortBy());
    if (layout.targetFileBytes().isEmpty()) {
      return arrangement.of(rows);
    }
    long shuffled = (long) (layout.targetFileBytes().getAsLong() * SHUFFLED_BYTES);
    return OwnSession.of(
        arrangement.dealt(rows),
        Map.of(
            "spark.sql.adaptive.enabled", "true",
            "spark.sql.adaptive.advisoryPartitionSizeInBytes", shuffled + "b",
            // Else Spark makes as many parts as it has cores, however small they are.
            "spark.sql.adaptive.coalescePartitions.parallelismFirst", "false"));
  }

  private static TableMetadata planned(
      DeltaTransaction transaction, DeltaLayout layout, PublishMode mode) {
    if (!transaction.tableExists()) {
      return TableMetadata.of(layout);
    }
    TableMetadata current = transaction.metadata();
    return mode == PublishMode.OVERWRITE ? current.replacedBy(layout) : current.joinedBy(layout);
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
