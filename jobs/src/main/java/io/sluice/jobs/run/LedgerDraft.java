package io.sluice.jobs.run;

import io.sluice.jobs.lake.LakeFiles.FileState;
import io.sluice.jobs.pipeline.Plan;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.Write;
import io.sluice.jobs.run.Ledger.Input;
import io.sluice.jobs.run.Ledger.Output;
import io.sluice.jobs.run.Ledger.StepCount;
import io.sluice.jobs.sink.StagedTable;
import io.sluice.jobs.sink.TablePublisher.Published;
import io.sluice.jobs.source.Source;
import io.sluice.jobs.source.SourceFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A ledger in the making. */
final class LedgerDraft {

  private final RunContext context;
  private final Plan plan;
  private final RunFacts facts;
  private final Map<String, Source> sources;
  private final Audit audit;
  private Map<String, Long> quarantined = Map.of();

  LedgerDraft(
      RunContext context, Plan plan, RunFacts facts, Map<String, Source> sources, Audit audit) {
    this.context = context;
    this.plan = plan;
    this.facts = facts;
    this.sources = sources;
    this.audit = audit;
  }

  /** Returns the ledger of a run that came to no figures. */
  static Ledger without(
      RunContext context, Plan plan, RunFacts facts, String status, String reason) {
    return ledger(
        context,
        plan,
        facts,
        status,
        reason,
        List.of(),
        List.of(),
        new Totals(0, 0, 0, 0, 0, 0, 0, 0),
        Map.of(),
        nothing(context, plan),
        false);
  }

  void quarantined(Map<String, Long> reasons) {
    quarantined = reasons;
  }

  Ledger succeeded(StagedTable staged, Published published) {
    Write write = plan.pipeline().write();
    Output output =
        new Output(
            write.format().key(),
            context.project().tablePath(plan.pipeline()),
            write.mode().name().toLowerCase(Locale.ROOT),
            staged.rows(),
            published.files().size(),
            published.files().stream().mapToLong(FileState::bytes).sum(),
            published.partitions());
    return filled(Ledger.SUCCEEDED, "", output, audit.totals());
  }

  Ledger stopped(String reason) {
    return filled(Ledger.STOPPED, reason, nothing(context, plan), audit.totals());
  }

  private Ledger filled(String status, String reason, Output output, Totals totals) {
    List<Input> inputs =
        audit.inputs().stream()
            .map(
                input -> {
                  List<SourceFile> files = sources.get(input.name()).files();
                  long bytes = files.stream().mapToLong(SourceFile::bytes).sum();
                  return new Input(
                      input.name(), files.size(), bytes, input.rows(), input.rejected());
                })
            .toList();
    List<StepCount> steps =
        audit.steps().stream()
            .map(s -> new StepCount(s.name(), s.transform(), s.rowsIn(), s.rowsOut(), s.counts()))
            .toList();
    return ledger(
        context,
        plan,
        facts,
        status,
        reason,
        inputs,
        steps,
        totals,
        quarantined,
        output,
        totals.balanced());
  }

  private static Ledger ledger(
      RunContext context,
      Plan plan,
      RunFacts facts,
      String status,
      String reason,
      List<Input> inputs,
      List<StepCount> steps,
      Totals totals,
      Map<String, Long> quarantined,
      Output output,
      boolean balanced) {
    Instant now = Clock.systemUTC().instant();
    return new Ledger(
        facts.runId(),
        plan.pipeline().table().toString(),
        context.project().environment().name(),
        facts.startedAt().toString(),
        now.toString(),
        Duration.between(facts.startedAt(), now).toMillis() / 1000.0,
        status,
        reason,
        plan.pipeline().load().name().toLowerCase(Locale.ROOT),
        inputs,
        steps,
        totals,
        quarantined,
        List.of(),
        output,
        balanced);
  }

  private static Output nothing(RunContext context, Plan plan) {
    Write write = plan.pipeline().write();
    return new Output(
        write.format().key(),
        context.project().tablePath(plan.pipeline()),
        write.mode().name().toLowerCase(Locale.ROOT),
        0,
        0,
        0,
        List.of());
  }
}
