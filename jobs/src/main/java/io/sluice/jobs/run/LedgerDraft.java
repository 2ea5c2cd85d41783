package io.sluice.jobs.run;

import io.sluice.jobs.pipeline.Pipeline;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.Target;
import io.sluice.jobs.pipeline.Write;
import io.sluice.jobs.run.Landing.Landed;
import io.sluice.jobs.run.Ledger.Input;
import io.sluice.jobs.run.Ledger.Output;
import io.sluice.jobs.run.Ledger.StepCount;
import io.sluice.jobs.sink.StagedTable;
import io.sluice.jobs.source.Source;
import io.sluice.jobs.source.SourceFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A ledger in the making. */
final class LedgerDraft {

  private final RunContext context;
  private final Pipeline pipeline;
  private final Target target;
  private final RunFacts facts;
  private final Map<String, Source> sources;
  private final Optional<Stem> stem;
  private final Figures figures;
  private Map<String, Long> quarantined = Map.of();

  LedgerDraft(
      RunContext context,
      Pipeline pipeline,
      TableRun table,
      Map<String, Source> sources,
      Optional<Stem> stem,
      Figures figures) {
    this.context = context;
    this.pipeline = pipeline;
    this.target = table.target();
    this.facts = table.facts();
    this.sources = sources;
    this.stem = stem;
    this.figures = figures;
  }

  /** Returns the ledger of a run that came to no figures. */
  static Ledger without(
      RunContext context,
      Pipeline pipeline,
      Target target,
      RunFacts facts,
      String status,
      String reason) {
    Figures none = new Figures(List.of(), List.of(), new Totals(0, 0, 0, 0, 0, 0, 0, 0));
    return ledger(
        context,
        pipeline,
        target,
        facts,
        status,
        reason,
        List.of(),
        none,
        Map.of(),
        nothing(context, target),
        false);
  }

  /** Returns the ledger of a run that found nothing to do; it is not stored. */
  static Ledger nothingNew(
      RunContext context, Pipeline pipeline, TableRun table, Map<String, Source> sources) {
    Figures none = new Figures(List.of(), List.of(), new Totals(0, 0, 0, 0, 0, 0, 0, 0));
    List<Input> inputs =
        sources.keySet().stream().map(name -> new Input(name, 0, 0, 0, 0)).toList();
    return ledger(
        context,
        pipeline,
        table.target(),
        table.facts(),
        Ledger.SUCCEEDED,
        Ledger.NOTHING_NEW,
        inputs,
        none,
        Map.of(),
        nothing(context, table.target()),
        true);
  }

  void quarantined(Map<String, Long> reasons) {
    quarantined = reasons;
  }

  Ledger succeeded(Landed landed) {
    Write write = target.write();
    Output output =
        new Output(
            write.format().key(),
            context.project().tablePath(target),
            write.mode().name().toLowerCase(Locale.ROOT),
            landed.rows(),
            landed.files(),
            landed.bytes(),
            landed.partitions());
    return filled(Ledger.SUCCEEDED, "", output);
  }

  Ledger stopped(String reason) {
    return filled(Ledger.STOPPED, reason, nothing(context, target));
  }

  private Ledger filled(String status, String reason, Output output) {
    return ledger(
        context,
        pipeline,
        target,
        facts,
        status,
        reason,
        figures.inputs().stream().map(this::input).toList(),
        figures,
        quarantined,
        output,
        figures.totals().balanced());
  }

  /** The pipeline's own table is told of from the source on, the others from what was stored. */
  private Input input(Audit.InputFigures input) {
    boolean fromStem =
        target.result().isPresent()
            && stem.filter(s -> s.route().end().equals(input.name())).isPresent();
    if (fromStem) {
      StagedTable stored = stem.get().written().staged();
      return new Input(
          stem.get().name(), stored.files().size(), stored.bytes(), input.rows(), input.rejected());
    }
    List<SourceFile> files = sources.get(input.name()).files();
    long bytes = files.stream().mapToLong(SourceFile::bytes).sum();
    return new Input(input.name(), files.size(), bytes, input.rows(), input.rejected());
  }

  private static Ledger ledger(
      RunContext context,
      Pipeline pipeline,
      Target target,
      RunFacts facts,
      String status,
      String reason,
      List<Input> inputs,
      Figures figures,
      Map<String, Long> quarantined,
      Output output,
      boolean balanced) {
    Instant now = Clock.systemUTC().instant();
    List<StepCount> steps =
        figures.steps().stream()
            .map(s -> new StepCount(s.name(), s.transform(), s.rowsIn(), s.rowsOut(), s.counts()))
            .toList();
    return new Ledger(
        facts.runId(),
        target.table().toString(),
        context.project().environment().name(),
        facts.startedAt().toString(),
        now.toString(),
        Duration.between(facts.startedAt(), now).toMillis() / 1000.0,
        status,
        reason,
        pipeline.load().name().toLowerCase(Locale.ROOT),
        inputs,
        steps,
        figures.totals(),
        quarantined,
        List.of(),
        output,
        balanced);
  }

  private static Output nothing(RunContext context, Target target) {
    Write write = target.write();
    return new Output(
        write.format().key(),
        context.project().tablePath(target),
        write.mode().name().toLowerCase(Locale.ROOT),
        0,
        0,
        0,
        List.of());
  }
}
