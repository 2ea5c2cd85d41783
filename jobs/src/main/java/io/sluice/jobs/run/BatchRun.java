package io.sluice.jobs.run;

import static org.apache.spark.sql.functions.col;

import io.sluice.jobs.lake.LakeFiles.FileState;
import io.sluice.jobs.lake.TableLock;
import io.sluice.jobs.pipeline.Pipeline;
import io.sluice.jobs.pipeline.Plan;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepWalk;
import io.sluice.jobs.pipeline.Write;
import io.sluice.jobs.sink.FileSizing;
import io.sluice.jobs.sink.PublishMode;
import io.sluice.jobs.sink.StagedTable;
import io.sluice.jobs.sink.TableLayout;
import io.sluice.jobs.sink.TablePublisher;
import io.sluice.jobs.sink.TablePublisher.Published;
import io.sluice.jobs.sink.TableWriter;
import io.sluice.jobs.sink.WriteWatch;
import io.sluice.jobs.source.Hidden;
import io.sluice.jobs.source.Source;
import io.sluice.transforms.Lineage;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Runs one pipeline over all of its input: one pass that reads, transforms, counts and writes under
 * the run's own name; the audit; then, only if the books balance, the publishing.
 */
final class BatchRun {

  private final RunContext context;
  private final Plan plan;
  private final Pipeline pipeline;
  private final RunFacts facts;
  private final TablePublisher publisher;
  private final Map<String, Source> sources = new LinkedHashMap<>();

  BatchRun(RunContext context, Plan plan, RunFacts facts) {
    this.context = context;
    this.plan = plan;
    this.pipeline = plan.pipeline();
    this.facts = facts;
    this.publisher =
        new TablePublisher(
            context.files(),
            context.project().tablePath(pipeline),
            context.lake().journal(table()),
            staging());
  }

  /** A table that lies elsewhere has its staging beside its rows: a rename does not cross over. */
  private String staging() {
    String table = context.files().qualified(context.project().tablePath(pipeline));
    boolean inLake = table.startsWith(context.files().qualified(context.lake().root()) + "/");
    return inLake ? context.lake().staging(table()) : table + "/_staging";
  }

  /**
   * Runs, and returns the ledger, which is stored in the lake too.
   *
   * @throws QuarantineLimitException when too many rows were rejected; they are kept in quarantine,
   *     and the table is as it was
   * @throws UnbalancedException when rows are unaccounted for; the table is as it was
   */
  Ledger execute() {
    try (TableLock lock =
        TableLock.acquire(context.files(), context.lake().lock(table()), table(), facts.runId())) {
      publisher
          .repair()
          .ifPresent(
              run ->
                  context
                      .progress()
                      .note(table(), "finished what run " + run + " had begun to publish"));
      try {
        return holding(lock);
      } finally {
        if (publisher.discard(facts.runId())) {
          context
              .progress()
              .note(table(), "publishing was cut short; the next run of this table finishes it");
        }
      }
    }
  }

  private Ledger holding(TableLock lock) {
    stage("reading", Optional.empty());
    Books books = new Books(new CountingPass(facts.runId()));
    pipeline
        .read()
        .forEach(
            (name, read) ->
                sources.put(name, context.inputs().open(name, read, plan.inputs().get(name))));
    Written written = write(books);
    Audit audit = written.audit();
    LedgerDraft draft = new LedgerDraft(context, plan, facts, sources, audit);
    Map<String, String> extra = new LinkedHashMap<>();
    if (audit.totals().rejected() > 0) {
      quarantine(audit, draft, extra);
    }
    TableLayout layout = layout();
    StagedTable sized =
        new FileSizing(context.spark(), context.files())
            .resize(written.staged(), layout, plan.output());
    Published published = publisher.preview(sized, facts.runId());
    Ledger ledger = draft.succeeded(sized, published);
    stage("publishing", Optional.empty());
    lock.requireHeld();
    publisher.publish(
        sized,
        mode(),
        facts.runId(),
        extra,
        obsolete(extra),
        Map.of(context.lake().ledger(facts.runId()), LedgerJson.text(ledger)));
    return ledger;
  }

  private record Written(StagedTable staged, Audit audit) {}

  private Written write(Books books) {
    Dataset<Row> result = result(books);
    String folder = publisher.staging(facts.runId()) + "/data";
    try (WriteWatch watch = new WriteWatch(context.spark(), facts.runId(), folder)) {
      stage("writing", Optional.of(watch));
      StagedTable staged =
          new TableWriter(context.spark(), context.files()).stage(result, layout(), folder, watch);
      stage("checking", Optional.empty());
      return new Written(staged, audit(books, watch.seen(), staged.rows()));
    }
  }

  /** The plan: inputs, steps, and of the result only what is data. */
  private Dataset<Row> result(Books books) {
    Map<String, Dataset<Row>> inputs = new LinkedHashMap<>();
    sources.forEach(
        (name, source) -> {
          EnumSet<Hidden> hidden =
              source.canReject()
                  ? EnumSet.of(Hidden.REASONS, Hidden.BAD_FILE, Hidden.FILE)
                  : EnumSet.of(Hidden.FILE);
          Dataset<Row> rows = source.rows(hidden);
          long unreadable = source.unreadable().size();
          inputs.put(name, books.input(name, rows, source.canReject(), unreadable));
        });
    Dataset<Row> rows =
        StepWalk.apply(
            pipeline, context.project()::contract, inputs, facts, new RunBooks(books, pipeline));
    return rows.select(
        Lineage.visible(rows.schema()).stream()
            .map(field -> col("`" + field.name().replace("`", "``") + "`"))
            .toArray(Column[]::new));
  }

  /**
   * Reads the books; where a task was run twice, a place was never reached, or they do not balance,
   * counts anew before believing so.
   */
  private Audit audit(Books books, WriteWatch.Seen seen, long rowsWritten) {
    Map<String, Row> metrics = books.pass().seenBy(seen.observed());
    boolean complete = metrics.keySet().containsAll(books.pass().places());
    if (!seen.repeated() && complete) {
      Audit audit = Audit.of(books, metrics, rowsWritten);
      if (audit.faults().isEmpty()) {
        return audit;
      }
    }
    context
        .progress()
        .note(
            table(),
            seen.repeated()
                ? "counting again, since tasks were lost and run twice"
                : "counting again, since Spark left out a part of the plan");
    Audit recount = Audit.of(books, books.pass().recount(), rowsWritten);
    if (!recount.faults().isEmpty()) {
      throw new UnbalancedException(table(), recount.faults());
    }
    return recount;
  }

  private void quarantine(Audit audit, LedgerDraft draft, Map<String, String> extra) {
    stage("fetching rejects", Optional.empty());
    String folder = publisher.staging(facts.runId()) + "/quarantine";
    QuarantinePass.Caught caught =
        new QuarantinePass(context, pipeline, sources, facts).stage(audit, folder);
    long expected = audit.totals().rejected();
    if (caught.staged().rows() != expected) {
      throw new UnbalancedException(
          table(),
          List.of(
              "quarantine holds %d rows where %d were rejected"
                  .formatted(caught.staged().rows(), expected)));
    }
    draft.quarantined(caught.reasons());
    String target = quarantineFolder();
    int number = 0;
    for (FileState file : caught.files()) {
      extra.put(file.path(), target + "/part-%05d.zstd.parquet".formatted(number++));
    }
    long rowsIn = audit.totals().rowsIn();
    Optional<String> exceeded = QuarantineCheck.of(pipeline.quarantine(), expected, rowsIn);
    if (exceeded.isPresent()) {
      List<String> obsolete = obsolete(extra);
      extra.forEach(context.files()::move);
      obsolete.forEach(context.files()::delete);
      throw new QuarantineLimitException(
          table(), exceeded.get(), target, draft.stopped(exceeded.get()));
    }
  }

  private String quarantineFolder() {
    return context
        .lake()
        .quarantine(pipeline.table().database(), pipeline.table().table(), facts.runId());
  }

  /** What an earlier run of the same id left in quarantine and this one does not replace. */
  private List<String> obsolete(Map<String, String> arriving) {
    Set<String> places =
        arriving.values().stream().map(context.files()::qualified).collect(Collectors.toSet());
    return context.files().dataFiles(quarantineFolder()).stream()
        .map(FileState::path)
        .filter(path -> !places.contains(path))
        .toList();
  }

  private TableLayout layout() {
    Write write = pipeline.write();
    return new TableLayout(
        write.format().key(),
        write.partitionBy(),
        write.sortBy(),
        write.compression().map(codec -> codec.key()),
        write
            .targetFileSize()
            .map(size -> OptionalLong.of(size.bytes()))
            .orElse(OptionalLong.empty()));
  }

  private PublishMode mode() {
    return PublishMode.valueOf(pipeline.write().mode().name());
  }

  private String table() {
    return pipeline.table().toString();
  }

  private void stage(String name, Optional<WriteWatch> watch) {
    context
        .progress()
        .enter(
            table(),
            name,
            () ->
                watch
                    .filter(job -> job.tasksKnown() > 0)
                    .map(job -> "%d of %d tasks".formatted(job.tasksDone(), job.tasksKnown()))
                    .orElse(""));
  }
}
