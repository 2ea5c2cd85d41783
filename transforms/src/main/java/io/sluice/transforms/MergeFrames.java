package io.sluice.transforms;

import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Lets the rows of another frame, the updates, replace those of this one that have their keys.
 *
 * <p>All rows of the updates are in the result, and those rows of this frame whose keys the updates
 * do not hold. No side is rid of repeats: two updates of one key are both there, see {@link
 * KeepLatest}. NULL equals NULL, NaN equals NaN and -0.0 equals 0.0 in keys. Columns go by name, as
 * in {@link Union}. Rows replaced are counted as {@code replaced}.
 *
 * <p><b>Cost:</b> a shuffle of this frame and of the updates' keys; where Spark knows the updates
 * to be small, a broadcast of their keys and no shuffle. The updates are read twice.
 *
 * <pre>{@code
 * MergeFrames.with(updates, List.of("id")).apply(customers);
 * }</pre>
 */
public final class MergeFrames implements Transform {

  private final Dataset<Row> updates;
  private final List<String> keys;
  private final Missing missing;

  private MergeFrames(Dataset<Row> updates, List<String> keys, Missing missing) {
    this.updates = Objects.requireNonNull(updates, "updates");
    this.keys = List.copyOf(keys);
    this.missing = Objects.requireNonNull(missing, "missing");
  }

  /**
   * Merges frames; both must have every column.
   *
   * @param updates the rows that replace others
   * @param keys columns that both frames have
   */
  public static MergeFrames with(Dataset<Row> updates, List<String> keys) {
    return new MergeFrames(updates, keys, Missing.FAIL);
  }

  /** Says what happens when a frame lacks a column that the other one has. */
  public MergeFrames withMissing(Missing missing) {
    return new MergeFrames(updates, keys, missing);
  }

  @Override
  public String name() {
    return "merge_frames";
  }

  @Override
  public Accounting accounting() {
    return Accounting.UNITES;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    if (keys.isEmpty()) {
      throw TransformErrors.nothingGiven("merge frames", "the list of keys is empty");
    }
    Columns own = Columns.of(rows, "merge on");
    Columns theirs = Columns.of(updates, "merge on the updates'");
    for (String key : keys) {
      Comparing.require(key, own.find(key).type());
      Comparing.require(key, theirs.find(key).type());
    }
    Dataset<Row> kept = Join.anti(updates).on(keys).withNullSafe().apply(rows, new Replaced(tally));
    return Union.with(List.of(updates)).withMissing(missing).apply(kept, tally);
  }

  /** What a join calls a match is a row replaced here. */
  private record Replaced(Tally tally) implements Tally {

    @Override
    public boolean counting() {
      return tally.counting();
    }

    @Override
    public Dataset<Row> keep(Dataset<Row> rows, Column predicate, String reason) {
      return tally.keep(rows, predicate, "replaced");
    }

    @Override
    public Dataset<Row> reject(Dataset<Row> rows, Column reasons) {
      return tally.reject(rows, reasons);
    }

    @Override
    public Dataset<Row> added(Dataset<Row> rows, Column predicate, String reason) {
      return tally.added(rows, predicate, reason);
    }
  }
}
