package io.sluice.transforms;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;

/** One lookup of rows in a table. The table's columns have names of their own until the end. */
final class LookupPlan {

  private static final String KEY = Lineage.PREFIX + "lookup_key_";
  private static final String FOUND = Lineage.PREFIX + "lookup_found";
  private static final String TIMES = Lineage.PREFIX + "lookup_times";

  private final Dataset<Row> rows;
  private final Dataset<Row> table;
  private final Lookup.Options options;
  private final Columns own;
  private final Columns theirs;
  private final List<JoinKey> keys = new ArrayList<>();
  private final List<Columns.Found> taken;

  LookupPlan(Dataset<Row> rows, Dataset<Row> table, Lookup.Options options) {
    this.rows = rows;
    this.table = table;
    this.options = options;
    this.own = Columns.of(rows, "look up by");
    this.theirs = Columns.of(table, "look up in the table's");
    own.requireDistinct(own.names());
    theirs.requireDistinct(theirs.names());
    options.keys().forEach((l, r) -> keys.add(JoinKey.of(l, own, r, theirs)));
    this.taken = taken();
  }

  private List<Columns.Found> taken() {
    if (!options.columns().isEmpty()) {
      return options.columns().stream().map(theirs::find).toList();
    }
    List<FieldPath> keyPaths = keys.stream().map(k -> k.right().path()).toList();
    return theirs.names().stream()
        .map(n -> theirs.find(FieldPath.quote(n)))
        .filter(f -> !keyPaths.contains(f.path()))
        .toList();
  }

  Dataset<Row> joined(Tally tally) {
    List<String> names = names();
    List<Column> out = new ArrayList<>(own.all());
    Column found = col(FOUND).isNotNull();
    Map<Integer, Column> defaults = defaults();
    for (int i = 0; i < taken.size(); i++) {
      Column value = col(FOUND).getField("c" + i);
      Column other = defaults.get(i);
      out.add((other == null ? value : when(found, value).otherwise(other)).as(names.get(i)));
    }
    Dataset<Row> met = rows.join(broadcast(unique()), condition(), "left_outer");
    if (options.miss() == Lookup.Miss.REJECT) {
      Column none = array().cast("array<string>");
      String reason = "lookup: " + String.join(", ", leftKeys()) + ": not in the table";
      met = tally.reject(met, when(found, none).otherwise(array(lit(reason))));
    }
    return met.select(own.withLineage(out));
  }

  private List<String> leftKeys() {
    return keys.stream().map(k -> k.left().path().toString()).toList();
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (Columns.Found column : taken) {
      String name = options.prefix() + column.path().last();
      if (Lineage.isLineage(name)) {
        throw TransformErrors.reserved("look up into column", name);
      }
      if (own.has(name) || names.stream().anyMatch(n -> own.same(n, name))) {
        throw TransformErrors.cannot(
            "look up into column",
            name,
            "another column is called that",
            "Give a prefix, or name the columns that are to be taken.");
      }
      names.add(name);
    }
    return names;
  }

  /** Returns the table with each key once; one that is there more often stops the run. */
  private Dataset<Row> unique() {
    List<Column> columns = new ArrayList<>();
    List<Column> group = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      columns.add(keys.get(i).rightValue().as(KEY + i));
      group.add(col(KEY + i));
    }
    List<Column> values = new ArrayList<>();
    for (int i = 0; i < taken.size(); i++) {
      values.add(taken.get(i).column().as("c" + i));
    }
    values.add(lit(true).as("found"));
    columns.add(struct(values.toArray(Column[]::new)).as(FOUND));
    Dataset<Row> keyed = table.select(columns.toArray(Column[]::new));
    if (!options.nullSafe()) {
      keyed = keyed.filter(group.stream().map(Column::isNotNull).reduce(Column::and).orElseThrow());
    }
    String repeated =
        TransformErrors.cannot(
                "look up by",
                String.join(", ", leftKeys()),
                "the table holds a key more than once",
                "Rid it of repeats with keep_latest or drop_duplicates first.")
            .getMessage();
    return keyed
        .groupBy(group.toArray(Column[]::new))
        .agg(count(lit(1)).as(TIMES), first(FOUND).as(FOUND))
        .filter(
            when(col(TIMES).gt(1), raise_error(lit(repeated)).cast("boolean")).otherwise(lit(true)))
        .drop(TIMES);
  }

  private Column condition() {
    Column all = null;
    for (int i = 0; i < keys.size(); i++) {
      Column l = keys.get(i).leftValue();
      Column r = col(KEY + i);
      Column equal = options.nullSafe() ? l.eqNullSafe(r) : l.equalTo(r);
      all = all == null ? equal : all.and(equal);
    }
    return all;
  }

  /** Returns what a miss gives instead of NULL, by the position of the column that is taken. */
  private Map<Integer, Column> defaults() {
    Map<Integer, Column> defaults = new HashMap<>();
    Expressions expressions = Expressions.over(rows, own);
    options
        .defaults()
        .forEach(
            (column, expression) -> {
              int index = taken.indexOf(theirs.find(column));
              if (index < 0) {
                throw TransformErrors.cannot(
                    "give a default to column",
                    column,
                    "it is not among those that are looked up",
                    "Name it among the columns too.");
              }
              expressions.requireValues("take as a default", List.of(expression));
              defaults.put(index, fitting(expressions, column, expression, taken.get(index)));
            });
    return defaults;
  }

  private static Column fitting(
      Expressions expressions, String column, String expression, Columns.Found target) {
    DataType type =
        expressions.visible().select(expr(expression).as("x")).schema().apply("x").dataType();
    if (!Widening.lossless(type, target.type())) {
      throw TransformErrors.cannot(
          "give a default to column",
          column,
          "it is "
              + TypeNames.of(target.type())
              + " and "
              + expression
              + " is "
              + TypeNames.of(type),
          "Cast one to the other's type first.");
    }
    return expr(CastText.of("(" + expressions.text(expression) + ")", type, target.type()));
  }
}
