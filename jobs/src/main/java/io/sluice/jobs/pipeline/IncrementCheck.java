package io.sluice.jobs.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Finds out how a pipeline can be loaded incrementally, and refuses what would give other tables
 * than a full load does.
 */
final class IncrementCheck {

  private final Checked checked;
  private final String input;

  IncrementCheck(Checked checked) {
    this.checked = checked;
    this.input = checked.pipeline().firstInput();
  }

  /**
   * Returns how; nothing where a problem was found, or the load is full.
   *
   * @param results the rows of each result of each step, made of marked inputs
   * @param ends the rows of each table, in the order of the pipeline's targets
   */
  Optional<Increment> check(Map<Result, Dataset<Row>> results, List<Dataset<Row>> ends) {
    Pipeline pipeline = checked.pipeline();
    if (pipeline.load() != Load.INCREMENTAL) {
      return Optional.empty();
    }
    return pipeline.write().mode() == WriteMode.OVERWRITE_PARTITIONS
        ? partitions(ends)
        : rows(results, ends);
  }

  private Optional<Increment> rows(Map<Result, Dataset<Row>> results, List<Dataset<Row>> ends) {
    if (ends.stream().noneMatch(end -> Neighbours.neededBy(List.of(end)).contains(input))) {
      return ends.stream().allMatch(this::onlyNewRowsComeOut)
          ? Optional.of(new Increment(List.of()))
          : Optional.empty();
    }
    for (Map.Entry<Result, Dataset<Row>> entry : results.entrySet()) {
      if (Neighbours.neededBy(List.of(entry.getValue())).contains(input)) {
        Result result = entry.getKey();
        checked.refuse(
            result.step().key(result.index()),
            "load incrementally through step",
            result.name(),
            "what it makes of a row hangs on other rows, of which a run sees only the new ones",
            "Use write.mode: overwrite_partitions with partitions that hold what belongs"
                + " together, or load: full.");
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** An input that is read whole may be matched against; its own rows would come out each time. */
  private boolean onlyNewRowsComeOut(Dataset<Row> end) {
    for (String other : Neighbours.comingOutOf(end)) {
      if (!other.equals(input)) {
        checked.refuse(
            "read." + other,
            "load incrementally",
            other,
            "its own rows would come out anew at each run",
            "Join or look up in it only, or use load: full for the pipeline.");
        return false;
      }
    }
    return true;
  }

  private Optional<Increment> partitions(List<Dataset<Row>> ends) {
    List<Column> columns = new ArrayList<>();
    List<Target> targets = checked.pipeline().targets();
    for (int i = 0; i < ends.size(); i++) {
      Target target = targets.get(i);
      List<String> names = target.write().partitionBy();
      try {
        List<Column> traced = PartitionTrace.of(ends.get(i), input, names);
        if (i == 0) {
          columns.addAll(traced);
        } else if (!texts(traced).equals(texts(columns))) {
          throw new PartitionTrace.LostException("its partitions are not those of the main table");
        }
      } catch (PartitionTrace.LostException e) {
        checked.refuse(
            target.key() + ".partition_by",
            "load incrementally by partitions of",
            String.join(", ", names),
            e.getMessage(),
            "Partition by what every step groups by, or use load: full.");
        return Optional.empty();
      }
    }
    return Optional.of(new Increment(columns));
  }

  private static List<String> texts(List<Column> columns) {
    return columns.stream().map(Column::toString).toList();
  }
}
