package io.sluice.transforms;

import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Picks columns, renames them and casts them: what is mapped comes out, in that order, and nothing
 * else.
 *
 * <p>A dot in a source walks into a struct, a dot in a target builds one (which is never NULL
 * itself); backticks quote a name that holds dots. Arrays and maps cannot be entered. Structs are
 * cast by the names of their fields.
 *
 * <h2>Casts</h2>
 *
 * They give the same whether the session is in ANSI mode or not, and read and write times in UTC
 * whatever its zone is. A cast fails where a value does not fit, and then the row is rejected with
 * a reason such as {@code cast: userId: not an int}, or, when {@link FailedCast#NULL} is asked for,
 * passes with NULL. In particular:
 *
 * <ul>
 *   <li>A number too large for its target fails; it never wraps. So do NaN and infinity as a whole
 *       number, and a number with a fraction as a whole number ({@code 3.0} becomes 3, {@code 3.7}
 *       and the string {@code "3.0"} fail).
 *   <li>A decimal is rounded half up to the target's scale, and fails when its whole part does not
 *       fit. Float and double take the nearest value.
 *   <li>A timestamp becomes a number of seconds since 1970, the fraction cut off for whole numbers,
 *       and its day in UTC as a date; a date becomes midnight in UTC. A string that names no zone
 *       is UTC.
 *   <li>Whatever becomes a string, and a whole number that becomes a wider one, cannot fail:
 *       nothing is checked for it.
 * </ul>
 *
 * <p><b>Cost:</b> narrow; one projection. Casts that can fail are evaluated twice where the row's
 * other columns are needed for a reject.
 *
 * <pre>{@code
 * ApplyMapping.of(
 *         Mapping.of("userId", "int", "UserID", "int"),
 *         Mapping.of("address.geo.lat", "latitude", "double"),
 *         Mapping.of("name"))
 *     .apply(rows);
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> a source column that does not exist is an error, where Glue leaves
 * the column out in silence; a value that does not fit rejects its row, where Glue gives NULL. Both
 * can be asked for ({@link Missing#NULL} gives the column, of NULLs).
 */
public final class ApplyMapping implements Transform {

  private final List<Mapping> mappings;
  private final Missing missing;
  private final FailedCast failedCast;

  private ApplyMapping(List<Mapping> mappings, Missing missing, FailedCast failedCast) {
    this.mappings = List.copyOf(mappings);
    this.missing = Objects.requireNonNull(missing, "missing");
    this.failedCast = Objects.requireNonNull(failedCast, "failedCast");
  }

  /** Maps these columns; a missing one is an error, a failed cast rejects its row. */
  public static ApplyMapping of(Mapping... mappings) {
    return of(List.of(mappings));
  }

  /** Maps these columns; a missing one is an error, a failed cast rejects its row. */
  public static ApplyMapping of(List<Mapping> mappings) {
    return new ApplyMapping(mappings, Missing.FAIL, FailedCast.REJECT);
  }

  /**
   * Says what happens when a source column does not exist. A column of NULLs needs a type: the
   * target's, or else the declared source's.
   */
  public ApplyMapping withMissing(Missing missing) {
    return new ApplyMapping(mappings, missing, failedCast);
  }

  /** Says what happens to a row with a value that does not fit. */
  public ApplyMapping withFailedCast(FailedCast failedCast) {
    return new ApplyMapping(mappings, missing, failedCast);
  }

  @Override
  public String name() {
    return "apply_mapping";
  }

  @Override
  public Accounting accounting() {
    return Accounting.ROW_FOR_ROW;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    if (mappings.isEmpty()) {
      throw TransformErrors.nothingGiven("map columns", "the list of mappings is empty");
    }
    Columns columns = Columns.of(rows, "map");
    List<MappedColumn> mapped =
        mappings.stream().map(m -> MappedColumn.resolve(m, columns, missing)).toList();
    List<Column> targets = StructBuilder.columns(mapped, columns);
    Dataset<Row> passed = failedCast == FailedCast.REJECT ? reject(rows, mapped, tally) : rows;
    return passed.select(columns.withLineage(targets));
  }

  private static Dataset<Row> reject(Dataset<Row> rows, List<MappedColumn> mapped, Tally tally) {
    List<Finding> findings =
        mapped.stream()
            .filter(m -> m.failure().isPresent())
            .map(m -> Finding.of(m.failure().get(), m.reason()))
            .toList();
    return findings.isEmpty() ? rows : tally.reject(rows, Finding.reasons(findings));
  }
}
