package io.sluice.jobs.run;

import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.lake.LakeLayout;
import io.sluice.jobs.pipeline.Plan;
import io.sluice.jobs.pipeline.Project;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.Selection;
import io.sluice.jobs.pipeline.TableName;
import io.sluice.jobs.pipeline.Target;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs planned pipelines in one Spark session: each after all that it needs, independent ones side
 * by side. One that fails takes only those with it that need it.
 */
public final class LakeRun {

  private static final Logger LOG = LoggerFactory.getLogger(LakeRun.class);

  /** So many at once: enough to fill the gaps between jobs, few enough to share memory. */
  private static final int SIDE_BY_SIDE = 4;

  private final RunContext context;
  private final Selection selection;

  /**
   * Prepares to run {@code selection}, whose inputs were opened through {@code inputs}.
   *
   * @param full whether incremental loads are made anew from all their input
   */
  public LakeRun(
      SparkSession spark,
      Project project,
      Inputs inputs,
      boolean full,
      Selection selection,
      Progress progress) {
    LakeFiles files = new LakeFiles(spark.sparkContext().hadoopConfiguration());
    LakeLayout lake = new LakeLayout(project.environment().lakeRoot());
    this.context = new RunContext(spark, project, inputs, full, files, lake, progress);
    this.selection = selection;
  }

  /**
   * Runs all, and returns the ledgers of all their tables, in the order of the selection. Failures
   * are in the ledgers, not thrown.
   *
   * @param plans the plans of the selection's pipelines, in its order
   * @param id names this invocation; a run's own id is this, followed by the table where there are
   *     several
   */
  public List<Ledger> execute(List<Plan> plans, RunId id) {
    ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    try {
      Map<TableName, CompletableFuture<List<Ledger>>> futures = new LinkedHashMap<>();
      for (Plan plan : plans) {
        TableName table = plan.pipeline().table();
        List<CompletableFuture<List<Ledger>>> needed =
            selection.needs(table).stream().map(futures::get).toList();
        String runId = plans.size() == 1 ? id.text() : id.of(table);
        futures.put(
            table,
            CompletableFuture.allOf(needed.toArray(CompletableFuture[]::new))
                .thenApplyAsync(
                    done ->
                        run(plan, runId, id, needed.stream().map(CompletableFuture::join).toList()),
                    threads));
      }
      return futures.values().stream().map(CompletableFuture::join).flatMap(List::stream).toList();
    } finally {
      threads.shutdown();
    }
  }

  private List<Ledger> run(Plan plan, String runId, RunId id, List<List<Ledger>> needed) {
    RunFacts facts = new RunFacts(runId, Clock.systemUTC().instant());
    List<String> ids = new ArrayList<>(List.of(runId));
    plan.pipeline().outputs().values().forEach(output -> ids.add(id.of(output.table())));
    Optional<Ledger> missing =
        needed.stream().flatMap(List::stream).filter(ledger -> !ledger.succeeded()).findFirst();
    List<Ledger> ledgers =
        missing.isPresent()
            ? without(plan, facts, ids, Ledger.SKIPPED, missing.get().table() + " did not succeed")
            : attempt(plan, facts, ids);
    ledgers.stream().filter(ledger -> !ledger.succeeded()).forEach(this::store);
    context.progress().leave(ledgers);
    return ledgers;
  }

  private List<Ledger> attempt(Plan plan, RunFacts facts, List<String> ids) {
    try {
      return new BatchRun(context, plan, facts, ids).execute();
    } catch (QuarantineLimitException e) {
      String reason = e.ledger().table() + " was stopped";
      return without(plan, facts, ids, Ledger.STOPPED, reason).stream()
          .map(ledger -> ledger.table().equals(e.ledger().table()) ? e.ledger() : ledger)
          .toList();
    } catch (Exception | LinkageError | StackOverflowError e) {
      LOG.error("Run {} of {} failed", facts.runId(), plan.pipeline().table(), e);
      return without(plan, facts, ids, Ledger.FAILED, Failures.reason(e));
    }
  }

  private List<Ledger> without(
      Plan plan, RunFacts facts, List<String> ids, String status, String reason) {
    List<Ledger> ledgers = new ArrayList<>();
    for (Target target : plan.pipeline().targets()) {
      RunFacts own = new RunFacts(ids.get(ledgers.size()), facts.startedAt());
      ledgers.add(LedgerDraft.without(context, plan.pipeline(), target, own, status, reason));
    }
    return ledgers;
  }

  private void store(Ledger ledger) {
    try {
      context.files().write(context.lake().ledger(ledger.runId()), LedgerJson.text(ledger));
    } catch (RuntimeException e) {
      LOG.error("Cannot store the ledger of run {}", ledger.runId(), e);
      context.progress().note(ledger.table(), "its ledger could not be stored: " + e.getMessage());
    }
  }
}
