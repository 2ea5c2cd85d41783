package io.sluice.jobs.pipeline;

import java.util.List;

/** Data quality rules that the result must meet, in AWS Glue's DQDL. */
public record Expect(List<RuleSet> sets) {

  public Expect {
    sets = List.copyOf(sets);
  }

  /** Rules, and what is done when one of them fails. */
  public record RuleSet(
      @Doc("The rules, as DQDL: `Rules = [ RowCount > 0 ]`.") String rules,
      @Doc(
              value = "`fail` stops the run before it publishes; `warn` only reports.",
              byDefault = "fail")
          OnFail onFail) {}

  /** What is done when a rule fails. */
  public enum OnFail {
    FAIL,
    WARN
  }

  @Form("DQDL rules; a rule that fails stops the run before it publishes")
  static Expect of(String rules) {
    return new Expect(List.of(new RuleSet(rules, OnFail.FAIL)));
  }

  @Form("several sets of rules")
  static Expect of(List<RuleSet> sets) {
    return new Expect(sets);
  }
}
