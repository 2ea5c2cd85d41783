package io.sluice.transforms;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftrightunsigned;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Passes every row on, and writes a sample of them aside.
 *
 * <p>A hash of the row's values and the seed says whether it is in the sample. So the same rows are
 * in it on every run, however they are spread and in whatever order they come, in every time zone;
 * a row keeps its place when others join it; a larger fraction holds the sample of a smaller one.
 * Rows that are equal are in it together or not at all. The fraction is met on average over many
 * different rows, not exactly.
 *
 * <p>In the sample's books the rows left out are filtered, under {@code not in the sample}.
 *
 * <p><b>Cost:</b> narrow: one hash of all columns a row.
 *
 * <pre>{@code
 * Sample.fraction(0.01).withSeed(7).apply(posts).others().get("sample").show();
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> Glue's Spigot takes the first rows, or draws others on each run.
 */
public final class Sample implements Fork {

  private final double fraction;
  private final long seed;
  private final String into;

  private Sample(double fraction, long seed, String into) {
    this.fraction = fraction;
    this.seed = seed;
    this.into = Objects.requireNonNull(into, "into");
  }

  /**
   * Samples rows; the seed is 0, the sample is called {@code sample}.
   *
   * @param fraction of the rows, above 0 and at most 1
   */
  public static Sample fraction(double fraction) {
    if (!(fraction > 0 && fraction <= 1)) {
      throw TransformErrors.cannot(
          "sample the fraction", fraction, "it is not above 0 and at most 1", "");
    }
    return new Sample(fraction, 0, "sample");
  }

  /** Chooses another sample of the same size. */
  public Sample withSeed(long seed) {
    return new Sample(fraction, seed, into);
  }

  /** Names the sample. */
  public Sample withSampleNamed(String name) {
    return new Sample(fraction, seed, name);
  }

  @Override
  public String name() {
    return "sample";
  }

  @Override
  public Transform main() {
    return new All();
  }

  @Override
  public Map<String, Transform> others(StructType schema) {
    return Map.of(into, new Some(fraction, seed));
  }

  private static final class All implements Transform {

    private All() {}

    @Override
    public String name() {
      return "sample";
    }

    @Override
    public Accounting accounting() {
      return Accounting.ROW_FOR_ROW;
    }

    @Override
    public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
      return rows;
    }
  }

  private static final class Some implements Transform {

    private final double fraction;
    private final long seed;

    private Some(double fraction, long seed) {
      this.fraction = fraction;
      this.seed = seed;
    }

    @Override
    public String name() {
      return "sample";
    }

    @Override
    public Accounting accounting() {
      return Accounting.ROW_FOR_ROW;
    }

    @Override
    public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
      Columns columns = Columns.of(rows, "sample");
      columns.requireDistinct(columns.names());
      List<Column> hashed = new ArrayList<>(List.of(lit(seed)));
      hashed.addAll(Arrays.asList(Canonical.columns(columns.fields())));
      // Without its sign a hash is a number below 2^63; the whole of a fraction of 1 is its
      // maximum.
      Column place = shiftrightunsigned(xxhash64(hashed.toArray(Column[]::new)), 1);
      long limit = (long) Math.scalb(fraction, 63);
      return tally.keep(rows, place.leq(limit), "not in the sample");
    }
  }
}
