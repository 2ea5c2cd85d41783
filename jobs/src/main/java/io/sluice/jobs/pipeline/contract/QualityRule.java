package io.sluice.jobs.pipeline.contract;

import java.util.List;

/** A rule of a contract's {@code quality}. */
public sealed interface QualityRule {

  /** Every value is one of a few. */
  record AllowedValues(List<String> values) implements QualityRule {

    public AllowedValues {
      values = List.copyOf(values);
    }
  }

  /** No value is null. */
  record NoNulls() implements QualityRule {}

  /**
   * No two rows are equal in these columns; in the column that the rule stands at, where it names
   * none.
   */
  record NoDuplicates(List<String> columns) implements QualityRule {

    public NoDuplicates {
      columns = List.copyOf(columns);
    }
  }

  /** A regular expression is found in every value. */
  record Matching(String pattern) implements QualityRule {}

  /** An SQL predicate that must hold for each row, and what it is called. */
  record RowCheck(String name, String predicate) implements QualityRule {}

  /** An SQL query, and the bound that its single result must keep. */
  record Sql(String query, String comparison, String bound) implements QualityRule {}

  /** A remark for people. */
  record Remark(String text) implements QualityRule {}
}
