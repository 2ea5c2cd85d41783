package io.sluice.transforms;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;

/**
 * Hides values: personal data and the like.
 *
 * <p>Each column is masked in its own way, where it is; a path may lead into structs, and into the
 * structs of an array, and of an array each element is masked. NULL stays NULL. What {@link
 * Masking} makes is a string, but for {@link Masking#toYear}, which leaves the type. A way that
 * does not fit a column's type is an error.
 *
 * <p>Rejected rows of steps before this one, and rows it was made of, hold the values as they were:
 * whoever may not see those may not see the quarantine of the table either.
 *
 * <p><b>Cost:</b> narrow; one projection. The keyed ways call a function of Java for each value,
 * the others are Spark's own.
 *
 * <pre>{@code
 * Mask.of(Map.of("email", Masking.hmac(key), "phone", Masking.keepLast(4))).apply(users);
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> what is masked is said column by column, or by a contract; Glue's
 * Detect PII looks for it in a sample of the data, and may miss it.
 */
public final class Mask implements Transform {

  private final Map<String, Masking> maskings;

  private Mask(Map<String, Masking> maskings) {
    this.maskings = Collections.unmodifiableMap(new LinkedHashMap<>(maskings));
  }

  /** Masks the column at this path. */
  public static Mask of(String column, Masking masking) {
    return new Mask(Map.of(column, masking));
  }

  /** Masks the columns at these paths. */
  public static Mask of(Map<String, Masking> maskings) {
    return new Mask(maskings);
  }

  @Override
  public String name() {
    return "mask";
  }

  @Override
  public Accounting accounting() {
    return Accounting.ROW_FOR_ROW;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    if (maskings.isEmpty()) {
      throw TransformErrors.nothingGiven("mask columns", "no column is given");
    }
    Columns columns = Columns.of(rows, "mask");
    FieldEdits edits = new FieldEdits();
    maskings.forEach(
        (column, masking) -> {
          Columns.Found found = columns.findInEach(column);
          edits.put(found.path(), masking.over(column, element(found.type())));
        });
    return rows.select(columns.withLineage(edits.over(columns)));
  }

  private static DataType element(DataType type) {
    return type instanceof ArrayType array ? element(array.elementType()) : type;
  }
}
