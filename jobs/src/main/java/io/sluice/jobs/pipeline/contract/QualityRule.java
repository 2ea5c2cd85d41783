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

  /** An SQL query, and the bound that its single result must keep. */
  record Sql(String query, String comparison, String bound) implements QualityRule {}

  /** A remark for people. */
  record Remark(String text) implements QualityRule {}
}
