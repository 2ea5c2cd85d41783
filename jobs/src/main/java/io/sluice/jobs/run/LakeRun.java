package io.sluice.jobs.run;

import io.sluice.jobs.lake.LakeFiles;
import io.sluice.jobs.lake.LakeLayout;
import io.sluice.jobs.pipeline.Plan;
import io.sluice.jobs.pipeline.Project;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.Selection;
import io.sluice.jobs.pipeline.TableName;
import java.time.Clock;
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

  /** Prepares to run {@code selection}, whose inputs were opened through {@code inputs}. */
  public LakeRun(
      SparkSession spark, Project project, Inputs inputs, Selection selection, Progress progress) {
    LakeFiles files = new LakeFiles(spark.sparkContext().hadoopConfiguration());
    LakeLayout lake = new LakeLayout(project.environment().lakeRoot());
    this.context = new RunContext(spark, project, inputs, files, lake, progress);
    this.selection = selection;
  }

  /**
   * Runs all, and returns their ledgers in the order of the selection. Failures are in the ledgers,
   * not thrown.
   *
   * @param plans the plans of the selection's pipelines, in its order
   * @param id names this invocation; a run's own id is this, followed by the table where there are
   *     several
   */
  public List<Ledger> execute(List<Plan> plans, RunId id) {
    ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    try {
      Map<TableName, CompletableFuture<Ledger>> futures = new LinkedHashMap<>();
      for (Plan plan : plans) {
        TableName table = plan.pipeline().table();
        List<CompletableFuture<Ledger>> needed =
            selection.needs(table).stream().map(futures::get).toList();
        String runId = plans.size() == 1 ? id.text() : id.of(table);
        futures.put(
            table,
            CompletableFuture.allOf(needed.toArray(CompletableFuture[]::new))
                .thenApplyAsync(
                    done -> run(plan, runId, needed.stream().map(CompletableFuture::join).toList()),
                    threads));
      }
      return futures.values().stream().map(CompletableFuture::join).toList();
    } finally {
      threads.shutdown();
    }
  }

  private Ledger run(Plan plan, String runId, List<Ledger> needed) {
    RunFacts facts = new RunFacts(runId, Clock.systemUTC().instant());
    Optional<Ledger> missing = needed.stream().filter(ledger -> !ledger.succeeded()).findFirst();
    Ledger ledger =
        missing.isPresent()
            ? LedgerDraft.without(
                context, plan, facts, Ledger.SKIPPED, missing.get().table() + " did not succeed")
            : attempt(plan, facts);
    if (!ledger.succeeded()) {
      store(ledger);
    }
    context.progress().leave(ledger);
    return ledger;
  }

  private Ledger attempt(Plan plan, RunFacts facts) {
    try {
      return new BatchRun(context, plan, facts).execute();
    } catch (QuarantineLimitException e) {
      return e.ledger();
    } catch (Exception | LinkageError | StackOverflowError e) {
      LOG.error("Run {} of {} failed", facts.runId(), plan.pipeline().table(), e);
      return LedgerDraft.without(context, plan, facts, Ledger.FAILED, Failures.reason(e));
    }
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
