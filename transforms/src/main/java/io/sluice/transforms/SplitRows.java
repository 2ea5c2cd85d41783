package io.sluice.transforms;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Splits the rows in two by a predicate: those for which it is true go on, all others are the
 * second result.
 *
 * <p>The others are those for which the predicate is false, and those for which it is NULL, because
 * a column it looks at is: each row is in exactly one half, and the halves make the input. That
 * holds as long as the predicate says the same of a row whenever it is asked; {@code rand() < 0.5}
 * does not, take {@link Sample} for it.
 *
 * <p>In each half's books the rows of the other half are filtered: under the predicate in the
 * first, under {@code NOT (predicate)} in the second.
 *
 * <p><b>Cost:</b> narrow; one filter a half. Where nobody counts, the predicate reaches the files'
 * row groups.
 *
 * <pre>{@code
 * Fork.Branches halves = SplitRows.where("amount > 100").withOthersNamed("small").apply(sales);
 * Dataset<Row> large = halves.main();
 * Dataset<Row> small = halves.others().get("small");
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> the predicate is SQL, not a map of comparisons, and rows with NULL
 * are in the second half and not lost.
 */
public final class SplitRows implements Fork {

  private final String predicate;
  private final String others;

  private SplitRows(String predicate, String others) {
    this.predicate = Objects.requireNonNull(predicate, "predicate").strip();
    this.others = Objects.requireNonNull(others, "others");
  }

  /** Splits by this SQL expression; the second result is called {@code others}. */
  public static SplitRows where(String predicate) {
    return new SplitRows(predicate, "others");
  }

  /** Names the second result. */
  public SplitRows withOthersNamed(String name) {
    return new SplitRows(predicate, name);
  }

  @Override
  public String name() {
    return "split_rows";
  }

  @Override
  public Transform main() {
    return new Half(predicate, false);
  }

  @Override
  public Map<String, Transform> others(StructType schema) {
    return Map.of(others, new Half(predicate, true));
  }

  private static final class Half implements Transform {

    private final String predicate;
    private final boolean second;

    private Half(String predicate, boolean second) {
      this.predicate = predicate;
      this.second = second;
    }

    @Override
    public String name() {
      return "split_rows";
    }

    @Override
    public Accounting accounting() {
      return Accounting.ROW_FOR_ROW;
    }

    @Override
    public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
      Column first = Predicates.over(rows, "split rows", "split rows by", predicate);
      return second
          ? tally.keep(rows, not(coalesce(first, lit(false))), "NOT (" + predicate + ")")
          : tally.keep(rows, first, predicate);
    }
  }
}
