package io.sluice.jobs.run;

import io.sluice.jobs.pipeline.Route;
import io.sluice.jobs.run.RoutePass.Written;
import io.sluice.jobs.sink.WrittenFiles;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Rows that several tables are made from, stored once: so that the source is read once, and that
 * all the tables are made from the same rows, whatever is not the same when it is computed twice.
 *
 * @param route the way to the rows
 * @param schema their columns, lineage included
 * @param written where they are, and what the books say of the way
 */
record Stem(Route route, StructType schema, Written written) {

  /** Returns the pass, which now begins with the stored rows. */
  RoutePass before(RoutePass pass, SparkSession spark) {
    return pass.withStored(
        route.end(),
        WrittenFiles.reader(spark, "parquet").schema(schema).load(written.staged().folder()));
  }

  /**
   * Makes sure that a branch has read all rows that were stored.
   *
   * @throws UnbalancedException when it has not
   */
  void requireAll(Figures branch, String table) {
    long stored = written.staged().rows();
    for (Audit.InputFigures input : branch.inputs()) {
      if (input.name().equals(route.end()) && input.rows() != stored) {
        throw new UnbalancedException(
            table,
            List.of("%d rows were read where %d were stored".formatted(input.rows(), stored)));
      }
    }
  }

  /** Returns what a ledger calls the rows. */
  String name() {
    int last = route.results().size() - 1;
    return last < 0 ? route.end() : route.results().get(last).name();
  }

  /** Returns whether files can hold rows of these columns so that they come back the same. */
  static boolean canHold(StructType schema) {
    Set<String> names = new HashSet<>();
    for (StructField field : schema.fields()) {
      if (!names.add(field.name().toLowerCase(Locale.ROOT)) || !canHoldType(field.dataType())) {
        return false;
      }
    }
    return !schema.isEmpty();
  }

  private static boolean canHoldType(DataType type) {
    if (type instanceof StructType struct) {
      return canHold(struct);
    }
    if (type instanceof ArrayType array) {
      return canHoldType(array.elementType());
    }
    if (type instanceof MapType map) {
      return canHoldType(map.keyType()) && canHoldType(map.valueType());
    }
    String name = type.typeName();
    return !name.equals("void") && !name.contains("interval");
  }
}
