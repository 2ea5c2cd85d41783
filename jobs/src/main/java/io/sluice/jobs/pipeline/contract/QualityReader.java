package io.sluice.jobs.pipeline.contract;

import io.sluice.jobs.pipeline.Messages;
import io.sluice.jobs.pipeline.Origin;
import io.sluice.jobs.pipeline.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes rules of a contract's {@code quality}. What can be held against rows becomes a rule of its
 * own; what can only be told of a whole table, or is meant for other tools, a remark.
 */
final class QualityReader {

  private static final List<String> TYPES = List.of("library", "sql", "text", "custom");

  private final Origin origin;
  private final Problems problems;

  QualityReader(Origin origin, Problems problems) {
    this.origin = origin;
    this.problems = problems;
  }

  List<QualityRule> read(List<ContractFile.Quality> rules, String key) {
    List<QualityRule> result = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      ContractFile.Quality rule = rules.get(i);
      String at = key + "[" + i + "]";
      switch (rule.type()) {
        case "sql" -> sql(rule, at).ifPresent(result::add);
        case "text" -> result.add(remark(rule));
        case "custom" -> custom(rule, at).ifPresent(result::add);
        case "library" -> result.add(library(rule));
        default ->
            problems.add(
                origin.problem(
                    at + ".type",
                    Messages.cannot(
                        "read rule",
                        rule.type(),
                        "no such type",
                        Messages.known("Types are", rule.type(), TYPES))));
      }
    }
    return result;
  }

  private static QualityRule remark(ContractFile.Quality rule) {
    return new QualityRule.Remark(
        rule.description().or(rule::rule).or(rule::metric).or(rule::name).orElse(""));
  }

  private static QualityRule library(ContractFile.Quality rule) {
    if (!everyRow(rule)) {
      return remark(rule);
    }
    List<String> values =
        rule.arguments()
            .map(ContractFile.Arguments::validValues)
            .filter(v -> !v.isEmpty())
            .orElse(rule.validValues());
    if (!values.isEmpty()) {
      return new QualityRule.AllowedValues(values);
    }
    return switch (rule.metric().or(rule::rule).orElse("")) {
      case "nullValues", "nullCheck" -> new QualityRule.NoNulls();
      case "duplicateValues", "duplicateCount" ->
          new QualityRule.NoDuplicates(
              rule.arguments().map(ContractFile.Arguments::properties).orElse(List.of()));
      case "invalidValues" ->
          rule.arguments()
              .flatMap(ContractFile.Arguments::pattern)
              .<QualityRule>map(QualityRule.Matching::new)
              .orElseGet(() -> remark(rule));
      default -> remark(rule);
    };
  }

  /** A number of exceptions that is put up with is a matter of the whole table. */
  private static boolean everyRow(ContractFile.Quality rule) {
    return rule.bounds().values().stream().noneMatch(Optional::isPresent)
        || rule.mustBe().equals(Optional.of("0"));
  }

  private Optional<QualityRule> custom(ContractFile.Quality rule, String key) {
    if (!rule.engine().equals(Optional.of("sluice"))) {
      return Optional.of(remark(rule));
    }
    if (rule.implementation().isEmpty()) {
      refuse(key, rule.name().orElse("?"), "a rule of sluice has an implementation, in SQL");
      return Optional.empty();
    }
    String predicate = rule.implementation().get().strip();
    return Optional.of(new QualityRule.RowCheck(rule.name().orElse(predicate), predicate));
  }

  private Optional<QualityRule> sql(ContractFile.Quality rule, String key) {
    List<Map.Entry<String, Optional<String>>> bounds =
        rule.bounds().entrySet().stream().filter(b -> b.getValue().isPresent()).toList();
    if (rule.query().isEmpty() || bounds.size() != 1) {
      refuse(key, rule.query().orElse("?"), "an sql rule has a query and one mustBe... bound");
      return Optional.empty();
    }
    return Optional.of(
        new QualityRule.Sql(
            rule.query().get(), bounds.get(0).getKey(), bounds.get(0).getValue().orElseThrow()));
  }

  private void refuse(String key, String value, String reason) {
    problems.add(origin.problem(key, Messages.cannot("read property", value, reason, "")));
  }
}
