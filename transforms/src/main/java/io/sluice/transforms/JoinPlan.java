package io.sluice.transforms;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One join of two frames. Every right column gets a name of its own before they meet, so that
 * nothing can be ambiguous, not even where both frames are one.
 */
final class JoinPlan {

  private static final String LEFT = Lineage.PREFIX + "left";
  private static final String RIGHT = Lineage.PREFIX + "right";
  private static final String RIGHT_KEY = RIGHT + "_key_";
  private static final String RIGHT_COLUMN = RIGHT + "_column_";
  private static final String NO_MATCH = "no_match";

  private final Dataset<Row> rows;
  private final Dataset<Row> rightRows;
  private final Join.Options options;
  private final Columns left;
  private final Columns right;
  private final List<JoinKey> keys = new ArrayList<>();

  JoinPlan(Dataset<Row> rows, Dataset<Row> rightRows, Join.Options options) {
    this.rows = rows;
    this.rightRows = rightRows;
    this.options = options;
    this.left = Columns.of(rows, "join on");
    this.right = Columns.of(rightRows, "join on right");
    left.requireDistinct(left.names());
    right.requireDistinct(right.names());
    options.keys().forEach((l, r) -> keys.add(JoinKey.of(l, left, r, right)));
  }

  Dataset<Row> joined(Tally tally) {
    return switch (options.kind()) {
      case SEMI, ANTI -> selected(tally);
      case INNER, LEFT, RIGHT, FULL -> paired(tally);
    };
  }

  /** Semi and anti joins: the left rows, some of them. */
  private Dataset<Row> selected(Tally tally) {
    boolean semi = options.kind() == Join.Kind.SEMI;
    Dataset<Row> other = rightRows.select(rightKeys().toArray(Column[]::new));
    if (!tally.counting()) {
      return rows.join(hinted(other), condition(), semi ? "left_semi" : "left_anti");
    }
    Dataset<Row> marked = other.distinct().withColumn(RIGHT, lit(true));
    Dataset<Row> met = rows.join(hinted(marked), condition(), "left_outer");
    Column found = col(RIGHT).isNotNull();
    Dataset<Row> kept =
        semi ? tally.keep(met, found, NO_MATCH) : tally.keep(met, col(RIGHT).isNull(), "match");
    return kept.select(left.withLineage(left.all()));
  }

  private Dataset<Row> paired(Tally tally) {
    JoinNames names = JoinNames.of(left, right, keys, options);
    List<Column> other = rightKeys();
    List<String> rightNames = right.names();
    for (int i = 0; i < rightNames.size(); i++) {
      other.add(col(FieldPath.quote(rightNames.get(i))).as(RIGHT_COLUMN + i));
    }
    other.add(lit(true).as(RIGHT));
    Dataset<Row> others = hinted(rightRows.select(other.toArray(Column[]::new)));
    return meet(others, tally).select(left.withLineage(output(names)));
  }

  private Dataset<Row> meet(Dataset<Row> others, Tally tally) {
    Column found = col(RIGHT).isNotNull();
    Join.Kind kind = options.kind();
    if (kind == Join.Kind.LEFT) {
      return rows.join(others, condition(), "left_outer");
    }
    if (kind == Join.Kind.INNER) {
      return tally.counting()
          ? tally.keep(rows.join(others, condition(), "left_outer"), found, NO_MATCH)
          : rows.join(others, condition(), "inner");
    }
    Dataset<Row> marked = rows.withColumn(LEFT, lit(true));
    if (!tally.counting()) {
      String type = kind == Join.Kind.RIGHT ? "right_outer" : "full_outer";
      return marked.join(others, condition(), type);
    }
    // Told first what came in: a surplus beyond it is the fan-out.
    Dataset<Row> met =
        tally.added(
            marked.join(others, condition(), "full_outer"), col(LEFT).isNull(), "right_only");
    return kind == Join.Kind.RIGHT ? tally.keep(met, found, NO_MATCH) : met;
  }

  private List<Column> rightKeys() {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      columns.add(keys.get(i).rightValue().as(RIGHT_KEY + i));
    }
    return columns;
  }

  private Column condition() {
    Column all = null;
    for (int i = 0; i < keys.size(); i++) {
      Column l = keys.get(i).leftValue();
      Column r = col(RIGHT_KEY + i);
      Column equal = options.nullSafe() ? l.eqNullSafe(r) : l.equalTo(r);
      all = all == null ? equal : all.and(equal);
    }
    return all;
  }

  private Dataset<Row> hinted(Dataset<Row> frame) {
    return options.broadcast() ? broadcast(frame) : frame;
  }

  private List<Column> output(JoinNames names) {
    boolean leftMayBeMissing =
        options.kind() == Join.Kind.RIGHT || options.kind() == Join.Kind.FULL;
    Map<String, Column> shared = new HashMap<>();
    for (int i = 0; leftMayBeMissing && i < keys.size(); i++) {
      JoinKey key = keys.get(i);
      if (key.shared()) {
        shared.put(key.left().path().last(), coalesce(key.leftValue(), col(RIGHT_KEY + i)));
      }
    }
    List<Column> out = new ArrayList<>();
    names
        .left()
        .forEach(
            (from, to) -> out.add(shared.getOrDefault(from, col(FieldPath.quote(from))).as(to)));
    List<String> rightNames = right.names();
    names
        .right()
        .forEach((from, to) -> out.add(col(RIGHT_COLUMN + rightNames.indexOf(from)).as(to)));
    return out;
  }
}
