package io.sluice.transforms;

import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/**
 * The changes of each key in the order of time: where among them a row's value begins and ends.
 *
 * @param keys what tells rows apart
 * @param time since when a change is valid
 */
record Timeline(Columns columns, List<Columns.Found> keys, Columns.Found time) {

  private static final String KEY = Lineage.PREFIX + "key_";
  private static final String FROM = Lineage.PREFIX + "from";

  /** When the next full copy was made: what is not in that is gone by then. */
  private static final String COPIED = Lineage.PREFIX + "copied";

  private static final String WAS = Lineage.PREFIX + "was_";
  private static final String WAS_DELETED = WAS + "deleted";
  private static final String WAS_COPIED = WAS + "copied";
  private static final String NEXT = Lineage.PREFIX + "next";
  private static final String STARTS = Lineage.PREFIX + "starts";
  private static final String VANISHES = Lineage.PREFIX + "vanishes";

  private static final Column DELETED = col(LatestChanges.DELETED);

  /**
   * Returns the versions of the rows.
   *
   * @param stored the columns that the versions have
   * @param compared those of them that differ from one version to the next
   */
  Dataset<Row> versions(
      Dataset<Row> rows,
      Optional<Column> copies,
      List<StructField> stored,
      List<StructField> compared) {
    List<Column> prepared = new ArrayList<>(columns.all());
    List<Column> group = new ArrayList<>();
    for (Columns.Found key : keys) {
      group.add(named(key, KEY + group.size(), prepared));
    }
    Column from = named(time, FROM, prepared);
    prepared.add(coalesce(DELETED, lit(false)).as(LatestChanges.DELETED));
    Column copied = copies.map(c -> nextCopy(rows, c)).orElse(lit(null).cast(time.type()));
    prepared.add(copied.as(COPIED));
    WindowSpec inTime =
        Window.partitionBy(group.toArray(Column[]::new)).orderBy(from.asc_nulls_first());

    Dataset<Row> changes = rows.select(prepared.toArray(Column[]::new));
    Dataset<Row> edges = edges(changes, from, compared, inTime);
    // Between a version's first change and its end nothing is left; only a last one may vanish.
    Column edge = when(col(STARTS).or(DELETED), from).otherwise(col(COPIED));
    Column until = coalesce(when(col(VANISHES), col(COPIED)), lead(edge, 1).over(inTime));
    List<Column> out = named(stored);
    out.add(from.as(Versions.VALID_FROM));
    out.add(until.as(Versions.VALID_TO));
    out.add(col(STARTS));
    List<Column> last = named(stored);
    last.add(col(Versions.VALID_FROM));
    last.add(col(Versions.VALID_TO));
    last.add(col(Versions.VALID_TO).isNull().as(Versions.IS_CURRENT));
    return edges
        .select(out.toArray(Column[]::new))
        .filter(col(STARTS))
        .select(last.toArray(Column[]::new));
  }

  /** Returns the changes with which something begins or ends. */
  private Dataset<Row> edges(
      Dataset<Row> changes, Column from, List<StructField> compared, WindowSpec inTime) {
    List<Column> beside = new ArrayList<>(List.of(changes.col("*")));
    beside.add(lag(DELETED, 1).over(inTime).as(WAS_DELETED));
    beside.add(lag(col(COPIED), 1).over(inTime).as(WAS_COPIED));
    beside.add(lead(from, 1).over(inTime).as(NEXT));
    // One comparison of two structs: a chain of thousands is too deep for Spark.
    List<Column> is = new ArrayList<>();
    List<Column> was = new ArrayList<>();
    for (int i = 0; i < compared.size(); i++) {
      StructField field = compared.get(i);
      Column value = col(FieldPath.quote(field.name()));
      beside.add(lag(value, 1).over(inTime).as(WAS + i));
      is.add(Ranking.sortable(value, field.dataType()).as("v" + i));
      was.add(Ranking.sortable(col(WAS + i), field.dataType()).as("v" + i));
    }
    Column brings =
        coalesce(col(WAS_DELETED), lit(true))
            .or(coalesce(col(WAS_COPIED).lt(from), lit(false)))
            .or(not(row(is).eqNullSafe(row(was))));
    Column vanishes = col(COPIED).isNotNull().and(coalesce(col(NEXT).gt(col(COPIED)), lit(true)));
    List<Column> out = new ArrayList<>(List.of(changes.col("*")));
    out.add(not(DELETED).and(brings).as(STARTS));
    out.add(not(DELETED).and(vanishes).as(VANISHES));
    return changes
        .select(beside.toArray(Column[]::new))
        .select(out.toArray(Column[]::new))
        .filter(col(STARTS).or(DELETED).or(col(VANISHES)));
  }

  /**
   * Returns a column by which windows can go. A path into a struct would be a new column to each of
   * them, and the rows would be shuffled anew.
   */
  private static Column named(Columns.Found found, String name, List<Column> columns) {
    if (!found.path().nested()) {
      return found.column();
    }
    columns.add(found.column().as(name));
    return col(name);
  }

  private static List<Column> named(List<StructField> fields) {
    List<Column> columns = new ArrayList<>();
    fields.forEach(f -> columns.add(col(FieldPath.quote(f.name()))));
    return columns;
  }

  private static Column row(List<Column> values) {
    return struct(values.toArray(Column[]::new));
  }

  private Column nextCopy(Dataset<Row> rows, Column copies) {
    DataType type = rows.select(copies).schema().apply(0).dataType();
    if (!(type instanceof ArrayType array) || !array.elementType().equals(time.type())) {
      throw TransformErrors.cannot(
          "make versions of snapshots",
          time.path(),
          "it is "
              + TypeNames.article(time.type())
              + ", and the times of the snapshots are "
              + TypeNames.article(type),
          "Give an array of its type.");
    }
    Column value = time.column();
    Column place = array_position(copies, value);
    return when(value.isNull(), array_min(copies))
        .when(place.gt(0), get(copies, place.cast("int")))
        .otherwise(array_min(filter(copies, copy -> copy.gt(value))));
  }
}
