package io.sluice.jobs.sink.changes;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;

import io.sluice.transforms.Lineage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/**
 * What has to change in a table of versions so that it holds others: the versions that are new or
 * not as they were, and those that are no more.
 */
public final class VersionChanges {

  private static final String THERE = Lineage.PREFIX + "there";
  private static final String OLD = Lineage.PREFIX + "old_";

  private VersionChanges() {}

  /**
   * Returns the differences, with a column {@code deleted} that is true for versions to remove.
   *
   * @param versions as they are to be
   * @param held as they are, in the same columns
   * @param identity the columns that tell versions apart
   * @param deleted the name of the column to add
   */
  public static Dataset<Row> between(
      Dataset<Row> versions, Dataset<Row> held, List<String> identity, String deleted) {
    List<String> names = Arrays.asList(versions.columns());
    List<Column> old = new ArrayList<>();
    names.forEach(name -> old.add(col(Names.quoted(name)).as(OLD + name)));
    old.add(lit(true).as(OLD + THERE));
    Dataset<Row> before = held.select(old.toArray(Column[]::new));
    Dataset<Row> now = versions.withColumn(THERE, lit(true));
    Column same = null;
    for (String name : identity) {
      Column equal = col(Names.quoted(name)).eqNullSafe(col(Names.quoted(OLD + name)));
      same = same == null ? equal : same.and(equal);
    }
    Dataset<Row> both = now.join(before, same, "full_outer");
    Column gone = col(THERE).isNull();
    Column isNew = col(OLD + THERE).isNull();
    Dataset<Row> changed = both.filter(gone.or(isNew).or(not(equal(versions))));
    List<Column> out = new ArrayList<>();
    for (String name : names) {
      Column value = col(Names.quoted(name));
      boolean key = identity.contains(name);
      out.add((key ? coalesce(value, col(Names.quoted(OLD + name))) : value).as(name));
    }
    out.add(gone.as(deleted));
    return changed.select(out.toArray(Column[]::new));
  }

  /** Returns only rows whose keys are among those of {@code touched}. */
  public static Dataset<Row> of(Dataset<Row> rows, Dataset<Row> touched, List<String> keys) {
    List<Column> columns = new ArrayList<>();
    Column same = null;
    for (String key : keys) {
      columns.add(col(Names.quoted(key)).as(OLD + key));
      Column equal = col(Names.quoted(key)).equalTo(col(Names.quoted(OLD + key)));
      same = same == null ? equal : same.and(equal);
    }
    return rows.join(touched.select(columns.toArray(Column[]::new)), same, "left_semi");
  }

  /** What cannot be compared counts as changed. */
  private static Column equal(Dataset<Row> versions) {
    List<Column> now = new ArrayList<>();
    for (StructField field : versions.schema().fields()) {
      if (!comparable(field.dataType())) {
        return lit(false);
      }
      now.add(col(Names.quoted(field.name())));
    }
    return struct(now.toArray(Column[]::new))
        .eqNullSafe(
            struct(
                Arrays.stream(versions.columns())
                    .map(name -> col(Names.quoted(OLD + name)).as(name))
                    .toArray(Column[]::new)));
  }

  private static boolean comparable(DataType type) {
    return !type.catalogString().contains("map<") && !type.catalogString().contains("variant");
  }
}
