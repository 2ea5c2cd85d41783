package io.sluice.transforms;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** The rules that look at other rows too. What they find out stands in columns beside the row's. */
final class KeyRules {

  private static final String REPEATS = Lineage.PREFIX + "repeats_";
  private static final String FOUND = Lineage.PREFIX + "found_";
  private static final String KEY = "_key_";

  private final Columns columns;
  private final NullPolicy nulls;
  private Dataset<Row> rows;
  private int beside;

  KeyRules(Dataset<Row> rows, Columns columns, NullPolicy nulls) {
    this.rows = rows;
    this.columns = columns;
    this.nulls = nulls;
  }

  /** Returns the rows with the columns that the findings look at. */
  Dataset<Row> rows() {
    return rows;
  }

  /** Returns whether the rows have other columns now than they had. */
  boolean widened() {
    return beside > 0;
  }

  List<Finding> unique(RowRule.Unique rule) {
    requireNamed(rule.paths(), "check uniqueness");
    List<Columns.Found> keys = rule.paths().stream().map(this::one).toList();
    keys.forEach(KeyRules::requireComparable);
    String label = label(keys);
    List<Column> values = keys.stream().map(Columns.Found::column).toList();
    Column missing = anyNull(values);
    List<Column> partition = new ArrayList<>(values);
    // Rows without a key are not compared; spread, so that one task does not get them all.
    partition.add(when(missing, xxhash64(Canonical.columns(columns.fields()))));
    Column repeats = count(lit(1)).over(Window.partitionBy(partition.toArray(Column[]::new)));
    String name = REPEATS + beside++;
    rows = rows.select(col("*"), repeats.as(name));
    List<Finding> findings = new ArrayList<>();
    rejectNull(missing, "unique: " + label, findings);
    findings.add(new Finding(col(name).gt(1).and(not(missing)), "unique: " + label));
    return findings;
  }

  private Columns.Found one(String path) {
    if (RulePath.find(path, columns, "validate").many()) {
      throw TransformErrors.cannot(
          "check uniqueness of column",
          path,
          "a row has any number of them",
          "Make a row of each with explode first.");
    }
    return columns.find(path);
  }

  private static void requireComparable(Columns.Found key) {
    if (!Comparing.comparable(key.type())) {
      throw TransformErrors.cannot(
          "check uniqueness of column",
          key.path(),
          TypeNames.of(key.type()) + " holds a map, and maps cannot be compared",
          "Name a part of it.");
    }
  }

  List<Finding> references(RowRule.References rule) {
    requireNamed(rule.paths(), "check references");
    if (rule.paths().size() != rule.keys().size()) {
      throw TransformErrors.cannot(
          "check references to",
          rule.name(),
          rule.paths().size() + " columns cannot equal " + rule.keys().size(),
          "Name as many of one as of the other.");
    }
    Columns other = Columns.of(rule.other(), "find reference in");
    String found = FOUND + beside++;
    List<Columns.Found> ours = new ArrayList<>();
    List<Column> values = new ArrayList<>();
    List<Column> theirs = new ArrayList<>();
    Column met = lit(true);
    for (int i = 0; i < rule.paths().size(); i++) {
      JoinKey key = JoinKey.of(rule.paths().get(i), columns, rule.keys().get(i), other);
      String name = found + KEY + i;
      ours.add(key.left());
      values.add(key.leftValue());
      theirs.add(key.rightValue().as(name));
      met =
          i == 0 ? key.leftValue().equalTo(col(name)) : met.and(key.leftValue().equalTo(col(name)));
    }
    Dataset<Row> known =
        rule.other().select(theirs.toArray(Column[]::new)).distinct().withColumn(found, lit(true));
    rows = rows.join(known, met, "left_outer");
    Column missing = anyNull(values);
    String label = "references: " + label(ours);
    List<Finding> findings = new ArrayList<>();
    rejectNull(missing, label, findings);
    findings.add(
        new Finding(col(found).isNull().and(not(missing)), label + ": not in " + rule.name()));
    return findings;
  }

  private void rejectNull(Column missing, String label, List<Finding> findings) {
    if (nulls == NullPolicy.REJECT) {
      findings.add(new Finding(missing, label + ": null"));
    }
  }

  private static Column anyNull(List<Column> values) {
    return values.stream().map(Column::isNull).reduce(Column::or).orElseThrow();
  }

  private static String label(List<Columns.Found> keys) {
    return keys.stream().map(k -> k.path().toString()).collect(Collectors.joining(", "));
  }

  private static void requireNamed(List<String> paths, String what) {
    if (paths.isEmpty()) {
      throw TransformErrors.nothingGiven(what, "the list of columns is empty");
    }
  }
}
