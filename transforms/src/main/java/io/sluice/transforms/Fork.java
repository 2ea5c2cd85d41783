package io.sluice.transforms;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * One step from rows to several frames. Each branch is a {@link Transform} of its own, applied to
 * the same rows, so that each tells its own tally what it leaves out.
 *
 * <p>Branches are planned apart: whoever runs more than one of them over rows that are costly to
 * make, or that are not the same when they are made twice, stores those rows first.
 */
public interface Fork {

  /** Returns the name of the step in a pipeline file, in snake_case, such as {@code split_rows}. */
  String name();

  /** Returns the branch whose rows go on to the next step. */
  Transform main();

  /**
   * Returns the other branches, by the names of their results.
   *
   * @param schema of the rows that the fork is applied to; lineage columns in it do not matter
   * @throws InvalidTransformException when an argument does not fit the schema
   */
  Map<String, Transform> others(StructType schema);

  /**
   * What a fork gives.
   *
   * @param others the results of the other branches, by name, in the fork's order
   */
  record Branches(Dataset<Row> main, Map<String, Dataset<Row>> others) {

    public Branches {
      others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }
  }

  /**
   * Applies all branches, telling nobody of the rows that do not pass.
   *
   * @throws InvalidTransformException when an argument does not fit the schema of {@code rows}
   */
  default Branches apply(Dataset<Row> rows) {
    Map<String, Dataset<Row>> results = new LinkedHashMap<>();
    others(rows.schema()).forEach((name, branch) -> results.put(name, branch.apply(rows)));
    return new Branches(main().apply(rows), results);
  }
}
