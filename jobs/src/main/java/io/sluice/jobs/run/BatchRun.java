package io.sluice.jobs.run;

import io.sluice.jobs.bookmark.Bookmarks;
import io.sluice.jobs.lake.TableLock;
import io.sluice.jobs.pipeline.Plan;
import io.sluice.jobs.pipeline.Route;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.Target;
import io.sluice.jobs.run.RoutePass.Written;
import io.sluice.jobs.run.TableRun.Ready;
import io.sluice.jobs.sink.Publication;
import io.sluice.jobs.sink.delta.DeltaCommits;
import io.sluice.jobs.source.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/**
 * Runs one pipeline over all of its input: one pass that reads, transforms, counts and writes under
 * the run's own name; the audit; then, only if the books balance, the publishing.
 *
 * <p>Where several tables are made, the rows that all of them come from are stored first, and each
 * table takes a pass over these. All are audited before any is published, and they are published as
 * one.
 */
final class BatchRun {

  private final RunContext context;
  private final Plan plan;
  private final RunFacts facts;
  private final List<TableRun> tables = new ArrayList<>();
  private final Map<String, Source> sources = new LinkedHashMap<>();
  private final Optional<Batching> batching;

  /**
   * Prepares a run.
   *
   * @param ids the ids of the tables' ledgers, in the order of the pipeline's targets
   */
  BatchRun(RunContext context, Plan plan, RunFacts facts, List<String> ids) {
    this.context = context;
    this.plan = plan;
    this.facts = facts;
    List<Target> targets = plan.pipeline().targets();
    for (int i = 0; i < targets.size(); i++) {
      RunFacts own = new RunFacts(ids.get(i), facts.startedAt());
      tables.add(new TableRun(context, plan.pipeline(), targets.get(i), own));
    }
    this.batching = plan.increment().map(unused -> new Batching(context, plan, tables, facts));
  }

  /**
   * Runs, and returns the ledgers of all tables, which are stored in the lake too.
   *
   * @throws QuarantineLimitException when too many rows were rejected; they are kept in quarantine,
   *     and the tables are as they were
   * @throws UnbalancedException when rows are unaccounted for; the tables are as they were
   */
  List<Ledger> execute() {
    stage("listing");
    open();
    Publication publication = publication();
    if (batching.isPresent() && !publication.isBegun() && batching.get().isUpToDate(firstInput())) {
      return nothingNew();
    }
    List<TableLock> locks = new ArrayList<>();
    try {
      // In one order for all runs, so that no two wait for each other.
      tables.stream()
          .map(TableRun::name)
          .sorted(Comparator.naturalOrder())
          .forEach(name -> locks.add(lock(name)));
      return locked(publication, locks);
    } finally {
      locks.forEach(TableLock::close);
    }
  }

  private void open() {
    plan.pipeline()
        .read()
        .forEach(
            (name, read) ->
                sources.put(name, context.inputs().open(name, read, plan.inputs().get(name))));
  }

  private Source firstInput() {
    return sources.get(plan.pipeline().firstInput());
  }

  private List<Ledger> nothingNew() {
    note("nothing new");
    return tables.stream()
        .map(table -> LedgerDraft.nothingNew(context, plan.pipeline(), table, sources))
        .toList();
  }

  private Publication publication() {
    return new Publication(
        context.files(),
        context.lake().journal(main().name()),
        tables.stream().map(TableRun::publisher).toList(),
        new DeltaCommits(context.spark()),
        step -> stage("publishing: " + step.title()));
  }

  private TableLock lock(String name) {
    return TableLock.acquire(context.files(), context.lake().lock(name), name, facts.runId());
  }

  private List<Ledger> locked(Publication publication, List<TableLock> locks) {
    publication
        .repair()
        .ifPresent(run -> note("finished what run " + run + " had begun to publish"));
    batching.ifPresent(Batching::recover);
    Scope scope =
        batching
            .map(batches -> batches.scope(firstInput()))
            .orElseGet(() -> Scope.all(firstInput(), context.full() && isKeyed()));
    if (scope.nothing()) {
      return nothingNew();
    }
    scope.notes().forEach(this::note);
    Source whole = sources.put(plan.pipeline().firstInput(), scope.source());
    tables.forEach(table -> table.land(scope.number(), scope.rebuild()));
    try {
      List<Ready> ready = prepare();
      locks.forEach(TableLock::requireHeld);
      publish(publication, ready, scope);
      scope.batch().ifPresent(batch -> batching.orElseThrow().tidy(whole));
      return ready.stream().map(Ready::ledger).toList();
    } finally {
      List<String> ids = tables.stream().map(table -> table.facts().runId()).toList();
      if (publication.discard(ids)) {
        note("publishing was cut short; the next run of this table finishes it");
      }
    }
  }

  private boolean isKeyed() {
    return plan.pipeline().write().keyed().isPresent();
  }

  private void publish(Publication publication, List<Ready> ready, Scope scope) {
    Map<String, String> bookmark = new LinkedHashMap<>();
    scope
        .batch()
        .ifPresent(
            batch -> {
              Bookmarks bookmarks = batching.orElseThrow().bookmarks();
              if (batch.rebuild()) {
                bookmark.putAll(bookmarks.fullDocuments(batch));
              } else {
                bookmarks.plan(batch);
                bookmark.putAll(bookmarks.doneDocuments(batch));
              }
            });
    List<Publication.Part> parts =
        ready.stream().map(r -> r.withLedger(context.lake().ledger(r.ledger().runId()))).toList();
    publication.publish(facts.runId(), parts, bookmark);
  }

  /** Does all that can fail: when this returns, each table is staged and its books balance. */
  private List<Ready> prepare() {
    stage("reading");
    RoutePass pass = new RoutePass(context, facts, main().name(), sources);
    Optional<Stem> stem = plan.routes().stem().flatMap(route -> store(route, pass));
    List<Ready> ready = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      Route branch = plan.routes().branches().get(i);
      ready.add(prepare(i, branch, stem, pass));
    }
    return ready;
  }

  private Optional<Stem> store(Route route, RoutePass pass) {
    StructType schema = pass.schema(route);
    return Stem.canHold(schema)
        ? Optional.of(
            new Stem(
                route, schema, pass.store(facts.runId() + "/stem", route, main().folder("stem"))))
        : Optional.empty();
  }

  private Ready prepare(int index, Route branch, Optional<Stem> stem, RoutePass pass) {
    TableRun table = tables.get(index);
    Route toRows = plan.routes().stem().map(route -> branch.after(route)).orElse(branch);
    Route whole = table.landing().route(toRows);
    RoutePass from = stem.map(s -> s.before(pass, context.spark())).orElse(pass);
    Written written =
        table.landing().write(from, table.facts().runId(), stem.isPresent() ? branch : whole);
    // What was rejected on the way to the stored rows is told once: of the pipeline's own table.
    boolean own = stem.isEmpty() || index > 0;
    Figures figures =
        own
            ? written.figures()
            : written.figures().after(stem.get().written().figures(), stem.get().route().end());
    stem.ifPresent(s -> s.requireAll(written.figures(), table.name()));
    int first = stem.isPresent() && index > 0 ? stem.get().route().results().size() : 0;
    LedgerDraft draft = new LedgerDraft(context, plan.pipeline(), table, sources, stem, figures);
    table.quarantine(new QuarantinePass(context, whole, first, sources, facts), figures, draft);
    return table.ready(written, draft);
  }

  private TableRun main() {
    return tables.get(0);
  }

  private void note(String message) {
    context.progress().note(main().name(), message);
  }

  private void stage(String name) {
    context.progress().enter(main().name(), name, () -> "");
  }
}
