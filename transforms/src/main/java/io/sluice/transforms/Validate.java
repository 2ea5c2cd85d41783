package io.sluice.transforms;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Holds every row against rules: rows that keep all of them pass as they are, the others are
 * rejected, each with all of its reasons, in the order of the rules.
 *
 * <p>A NULL passes every rule but {@link RowRule.Required}, as does a predicate that is NULL,
 * unless {@link #withNulls} says otherwise; then the reason is such as {@code range: qty: null}. An
 * empty string is a value. A reason names the column, the rule and its bound, never the row's
 * value.
 *
 * <p>Values are compared as their column's type has them, the same in ANSI mode and without, and
 * whatever the session's time zone is; only in a predicate is it the session that decides. A rule
 * that does not fit the columns is an error before any row is read: a column that does not exist, a
 * range of a boolean, a bound that is no value of the column's type.
 *
 * <p><b>Cost:</b> narrow, one pass, without {@link RowRule.Unique} and {@link RowRule.References}.
 * A good row costs the tests and nothing else; reasons are made for bad ones only. Each {@code
 * Unique} is a shuffle and a sort of the rows; each {@code References} a join with the distinct
 * keys of the other rows, which Spark broadcasts where they are few.
 *
 * <pre>{@code
 * Validate.of(
 *         RowRule.required("id"),
 *         RowRule.between("items[].qty", "1", "100"),
 *         RowRule.format("email", TextFormat.EMAIL),
 *         RowRule.check("dates_in_order", "start <= end"))
 *     .apply(orders);
 * }</pre>
 *
 * <p><b>Differs from Glue:</b> Glue's EvaluateDataQuality tells which rows fail a rule set and
 * passes all of them on; here those that fail are set aside.
 */
public final class Validate implements Transform {

  private final List<RowRule> rules;
  private final NullPolicy nulls;

  private Validate(List<RowRule> rules, NullPolicy nulls) {
    this.rules = List.copyOf(rules);
    this.nulls = Objects.requireNonNull(nulls, "nulls");
  }

  /** Holds rows against these rules; a NULL passes all but that it is required. */
  public static Validate of(RowRule... rules) {
    return of(List.of(rules));
  }

  /** Holds rows against these rules; a NULL passes all but that it is required. */
  public static Validate of(List<RowRule> rules) {
    return new Validate(rules, NullPolicy.PASS);
  }

  /** Says what the rules make of a NULL. */
  public Validate withNulls(NullPolicy nulls) {
    return new Validate(rules, nulls);
  }

  @Override
  public String name() {
    return "validate";
  }

  @Override
  public Accounting accounting() {
    return Accounting.ROW_FOR_ROW;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows, Tally tally) {
    if (rules.isEmpty()) {
      throw TransformErrors.nothingGiven("validate rows", "the list of rules is empty");
    }
    Columns columns = Columns.of(rows, "validate");
    List<Column> all = columns.all();
    ValueRules values = new ValueRules(columns, nulls, rules);
    KeyRules keys = new KeyRules(rows, columns, nulls);
    List<Finding> findings = new ArrayList<>();
    for (RowRule rule : rules.stream().distinct().toList()) {
      findings.addAll(
          rule instanceof RowRule.Check check
              ? List.of(check(check, rows))
              : findings(rule, values, keys));
    }
    if (findings.isEmpty()) {
      return rows;
    }
    Dataset<Row> good = tally.reject(keys.rows(), Finding.reasons(findings));
    return keys.widened() ? good.select(columns.withLineage(all)) : good;
  }

  private static List<Finding> findings(RowRule rule, ValueRules values, KeyRules keys) {
    if (rule instanceof RowRule.Required required) {
      return values.required(required);
    }
    if (rule instanceof RowRule.HasType type) {
      return values.type(type);
    }
    if (rule instanceof RowRule.Range range) {
      return values.range(range);
    }
    if (rule instanceof RowRule.Length length) {
      return values.length(length);
    }
    if (rule instanceof RowRule.Matches matches) {
      return values.matches(matches);
    }
    if (rule instanceof RowRule.HasFormat format) {
      return values.format(format);
    }
    if (rule instanceof RowRule.OneOf oneOf) {
      return values.oneOf(oneOf);
    }
    if (rule instanceof RowRule.Items items) {
      return values.items(items);
    }
    return rule instanceof RowRule.Unique unique
        ? keys.unique(unique)
        : keys.references((RowRule.References) rule);
  }

  private Finding check(RowRule.Check rule, Dataset<Row> rows) {
    Column holds = Predicates.over(rows, "check " + rule.name(), "check", rule.predicate().strip());
    return new Finding(
        not(nulls == NullPolicy.PASS ? holds : coalesce(holds, lit(false))),
        "check: " + rule.name());
  }
}
