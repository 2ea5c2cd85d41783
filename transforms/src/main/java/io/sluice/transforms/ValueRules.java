package io.sluice.transforms;

import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;

/** The rules that look at one value at a time, as findings. */
final class ValueRules {

  private static final String VERB = "validate";

  private final Columns columns;
  private final NullPolicy nulls;
  private final Map<String, DataType> types = new HashMap<>();

  ValueRules(Columns columns, NullPolicy nulls, List<RowRule> rules) {
    this.columns = columns;
    this.nulls = nulls;
    for (RowRule rule : rules) {
      if (rule instanceof RowRule.HasType typed) {
        types.putIfAbsent(find(typed.path()).label(), typed.type());
      }
    }
  }

  private RulePath find(String path) {
    return RulePath.find(path, columns, VERB);
  }

  List<Finding> required(RowRule.Required rule) {
    RulePath path = find(rule.path());
    return List.of(Finding.of(missing(path), "required: " + path.label()));
  }

  private static String missing(RulePath path) {
    return path.any((x, there) -> "(" + there + " AND " + x + " IS NULL)");
  }

  List<Finding> type(RowRule.HasType rule) {
    RulePath path = find(rule.path());
    DataType type = rule.type();
    if (Widening.lossless(path.type(), type)) {
      return List.of();
    }
    if (!(path.type() instanceof StringType) || !CastRules.possible(path.type(), type)) {
      throw TransformErrors.cannot(
          "validate column",
          rule.path(),
          "it is " + TypeNames.article(path.type()) + " and must be " + TypeNames.article(type),
          "Cast it with apply_mapping first, or correct the type it must have.");
    }
    return CastRules.canFail(path.type(), type)
        ? List.of(
            Finding.of(
                path.any((x, there) -> CastFailure.of(x, path.type(), type)),
                "type: " + path.label() + ": not " + TypeNames.article(type)))
        : List.of();
  }

  List<Finding> range(RowRule.Range rule) {
    Values values = new Values("range", rule.path(), true);
    if (!(values.type instanceof NumericType || CastRules.temporal(values.type))) {
      throw values.refused(
          "it is " + TypeNames.article(values.type) + ", which has no range",
          values.type instanceof StringType ? "Say first which type its texts are of." : "");
    }
    if (values.type instanceof DoubleType || values.type instanceof FloatType) {
      values.add("not a number", x -> "isnan(" + x + ")");
    }
    // Between two values of the type lies none: a bound there means the same as the next value.
    values.bound(rule.minimum(), "<", RoundingMode.CEILING, "below ");
    values.bound(rule.exclusiveMinimum(), "<=", RoundingMode.FLOOR, "not above ");
    values.bound(rule.maximum(), ">", RoundingMode.FLOOR, "above ");
    values.bound(rule.exclusiveMaximum(), ">=", RoundingMode.CEILING, "not below ");
    return values.findings();
  }

  List<Finding> length(RowRule.Length rule) {
    Values values = new Values("length", rule.path(), false);
    if (!(values.type instanceof StringType || values.type instanceof BinaryType)) {
      throw values.refused(
          "it is " + TypeNames.article(values.type) + ", which has no length",
          size(values.type) ? "Ask for the number of its items." : "");
    }
    values.size(rule.least(), rule.most(), x -> "length(" + x + ")");
    return values.findings();
  }

  List<Finding> items(RowRule.Items rule) {
    Values values = new Values("items", rule.path(), false);
    if (!size(values.type)) {
      throw values.refused("it is " + TypeNames.article(values.type) + ", which has no items", "");
    }
    // Settings decide what the size of NULL is.
    values.size(rule.least(), rule.most(), x -> "IF(" + x + " IS NULL, NULL, size(" + x + "))");
    return values.findings();
  }

  private static boolean size(DataType type) {
    return type instanceof ArrayType || type instanceof MapType;
  }

  List<Finding> matches(RowRule.Matches rule) {
    Values values = text("pattern", rule.path());
    try {
      Pattern unused = Pattern.compile(rule.pattern());
    } catch (PatternSyntaxException e) {
      throw TransformErrors.cannot(
          "use pattern", rule.pattern(), e.getDescription() + " at " + e.getIndex(), "");
    }
    String pattern = SqlLiteral.text(ended(rule.pattern()));
    values.add("does not match " + rule.pattern(), x -> "NOT (" + x + " RLIKE " + pattern + ")");
    return values.findings();
  }

  /** Java lets a last {@code $} stand before a line break, other engines do not. */
  private static String ended(String pattern) {
    int backslashes = 0;
    for (int i = pattern.length() - 2; i >= 0 && pattern.charAt(i) == '\\'; i--) {
      backslashes++;
    }
    return pattern.endsWith("$") && backslashes % 2 == 0
        ? pattern.substring(0, pattern.length() - 1) + "\\z"
        : pattern;
  }

  List<Finding> format(RowRule.HasFormat rule) {
    Values values = text("format", rule.path());
    values.add("not " + rule.format().article(), rule.format()::failure);
    return values.findings();
  }

  private Values text(String kind, String path) {
    Values values = new Values(kind, path, false);
    if (!(values.type instanceof StringType)) {
      throw values.refused("it is " + TypeNames.article(values.type) + ", not a string", "");
    }
    return values;
  }

  List<Finding> oneOf(RowRule.OneOf rule) {
    Values values = new Values("enum", rule.path(), true);
    if (rule.values().isEmpty()) {
      throw values.refused("its list of values is empty", "Name at least one.");
    }
    String list =
        rule.values().stream()
            .map(v -> values.constant(v, RoundingMode.UNNECESSARY))
            .collect(Collectors.joining(", "));
    values.add("not in the list", x -> x + " NOT IN (" + list + ")");
    return values.findings();
  }

  /** What one rule finds in the values that its path leads to. */
  private final class Values {

    private final String kind;
    private final RulePath path;
    private final DataType type;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param read whether a text is looked at as the type that another rule says it is of
     */
    Values(String kind, String text, boolean read) {
      this.kind = kind;
      this.path = find(text);
      boolean typed = read && path.type() instanceof StringType;
      this.type = typed ? types.getOrDefault(path.label(), path.type()) : path.type();
      if (nulls == NullPolicy.REJECT) {
        findings.add(Finding.of(missing(path), reason("null")));
      }
    }

    private String reason(String what) {
      return kind + ": " + path.label() + ": " + what;
    }

    List<Finding> findings() {
      return findings;
    }

    void add(String what, UnaryOperator<String> failure) {
      String failed = path.any((x, there) -> failure.apply(CastText.of(x, path.type(), type)));
      findings.add(Finding.of(failed, reason(what)));
    }

    void bound(Optional<String> bound, String comparison, RoundingMode rounding, String what) {
      bound.ifPresent(
          text -> {
            String constant = constant(text, rounding);
            add(what + text.strip(), x -> x + " " + comparison + " " + constant);
          });
    }

    void size(Optional<Integer> least, Optional<Integer> most, UnaryOperator<String> size) {
      least.ifPresent(n -> add("below " + n, x -> size.apply(x) + " < " + n));
      most.ifPresent(n -> add("above " + n, x -> size.apply(x) + " > " + n));
    }

    String constant(String text, RoundingMode rounding) {
      try {
        return SqlLiteral.of(text, type, rounding);
      } catch (IllegalArgumentException e) {
        throw refused(
            text.strip() + " is " + e.getMessage(), "Write it as the column's type has it.");
      }
    }

    InvalidTransformException refused(String reason, String remedy) {
      return TransformErrors.cannot("check " + kind + " of column", path.label(), reason, remedy);
    }
  }
}
