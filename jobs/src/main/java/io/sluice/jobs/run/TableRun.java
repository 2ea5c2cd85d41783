package io.sluice.jobs.run;

import io.sluice.jobs.lake.LakeFiles.FileState;
import io.sluice.jobs.pipeline.Format;
import io.sluice.jobs.pipeline.Pipeline;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.Target;
import io.sluice.jobs.pipeline.Write;
import io.sluice.jobs.run.Landing.Landed;
import io.sluice.jobs.sink.Publication;
import io.sluice.jobs.sink.PublishMode;
import io.sluice.jobs.sink.TableLayout;
import io.sluice.jobs.sink.TablePublisher;
import io.sluice.jobs.sink.delta.DeltaLayout;
import io.sluice.jobs.sink.delta.DeltaStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructType;

/** What a run does for one of the tables it makes, from written rows to what is to be published. */
final class TableRun {

  private final RunContext context;
  private final Pipeline pipeline;
  private final Target target;
  private final RunFacts facts;
  private final TablePublisher publisher;
  private final Map<String, String> extra = new LinkedHashMap<>();
  private Landing landing;

  /**
   * Begins.
   *
   * @param facts with the id of this table's own ledger
   */
  TableRun(RunContext context, Pipeline pipeline, Target target, RunFacts facts) {
    this.context = context;
    this.pipeline = pipeline;
    this.target = target;
    this.facts = facts;
    this.publisher = new TablePublisher(context.files(), path(), staging());
  }

  /** A table that lies elsewhere has its staging beside its rows: a rename does not cross over. */
  private String staging() {
    String table = context.files().qualified(path());
    boolean inLake = table.startsWith(context.files().qualified(context.lake().root()) + "/");
    return inLake ? context.lake().staging(name()) : table + "/_staging";
  }

  private String path() {
    return context.project().tablePath(target);
  }

  String name() {
    return target.table().toString();
  }

  Target target() {
    return target;
  }

  RunFacts facts() {
    return facts;
  }

  TablePublisher publisher() {
    return publisher;
  }

  /** Returns a folder of this run, in which files may be built. */
  String folder(String name) {
    return publisher.staging(facts.runId()) + "/" + name;
  }

  /**
   * Fetches the rows that were rejected on the way to this table, for quarantine.
   *
   * @throws QuarantineLimitException when there are more than the pipeline puts up with; they are
   *     in quarantine then
   */
  void quarantine(QuarantinePass pass, Figures figures, LedgerDraft draft) {
    long expected = figures.totals().rejected();
    if (expected == 0) {
      return;
    }
    context.progress().enter(name(), "fetching rejects", () -> "");
    QuarantinePass.Caught caught = pass.stage(figures, facts.runId(), folder("quarantine"));
    if (caught.staged().rows() != expected) {
      throw UnbalancedException.unrepeatable(name(), caught.staged().rows(), expected);
    }
    draft.quarantined(caught.reasons());
    int number = 0;
    for (FileState file : caught.files()) {
      extra.put(file.path(), quarantineFolder() + "/part-%05d.zstd.parquet".formatted(number++));
    }
    long rowsIn = figures.totals().rowsIn();
    Optional<String> exceeded = QuarantineCheck.of(pipeline.quarantine(), expected, rowsIn);
    if (exceeded.isPresent()) {
      List<String> obsolete = obsolete();
      extra.forEach(context.files()::move);
      obsolete.forEach(context.files()::delete);
      throw new QuarantineLimitException(
          name(), exceeded.get(), quarantineFolder(), draft.stopped(exceeded.get()));
    }
  }

  private String quarantineFolder() {
    return context
        .lake()
        .quarantine(target.table().database(), target.table().table(), facts.runId());
  }

  /** What an earlier run of the same id left in quarantine and this one does not replace. */
  private List<String> obsolete() {
    Set<String> places =
        extra.values().stream().map(context.files()::qualified).collect(Collectors.toSet());
    return context.files().dataFiles(quarantineFolder()).stream()
        .map(FileState::path)
        .filter(path -> !places.contains(path))
        .toList();
  }

  /** A table that is ready to be published, and the ledger that tells of it. */
  record Ready(Publication.Part part, Ledger ledger) {

    /** Returns what is to be published, the ledger included. */
    Publication.Part withLedger(String path) {
      Map<String, String> documents = new LinkedHashMap<>(part.documents());
      documents.put(path, LedgerJson.text(ledger));
      return new Publication.Part(
          part.changes(), part.commits(), part.merges(), documents, part.check());
    }
  }

  Ready ready(RoutePass.Written written, LedgerDraft draft) {
    Landed landed = landing.land(written, extra, obsolete());
    return new Ready(landed.part(), draft.succeeded(landed));
  }

  Landing landing() {
    return landing;
  }

  /**
   * Says how its rows become part of the table.
   *
   * @param batch the number of the batch, where the load is incremental and remembers it
   * @param rebuild whether the rows are all the table is to have
   */
  void land(OptionalLong batch, boolean rebuild) {
    Write write = target.write();
    if (write.format() != Format.DELTA) {
      requireNoDelta(write.format());
      String names = batch.isPresent() ? "batch-%08d".formatted(batch.getAsLong()) : facts.runId();
      landing = new FileLanding(context, publisher, layout(), mode(rebuild), facts.runId(), names);
      return;
    }
    DeltaTransactionId transaction = transaction(batch);
    Function<StructType, DeltaLayout> layout = this::deltaLayout;
    landing =
        write
            .keyed()
            .map(
                keyed ->
                    (Landing)
                        new ChangeLanding(
                            context,
                            publisher,
                            keyed,
                            layout,
                            path(),
                            transaction,
                            facts.runId(),
                            name(),
                            rebuild))
            .orElseGet(
                () ->
                    new DeltaLanding(
                        context,
                        publisher,
                        layout,
                        path(),
                        mode(rebuild),
                        transaction,
                        facts.runId()));
  }

  /** Files of another format would be no part of the table, and its own would be deleted. */
  private void requireNoDelta(Format format) {
    if (context.files().exists(path() + "/_delta_log")) {
      throw new IllegalStateException(
          "Cannot write table: %s (format is %s, and there is a Delta table at %s). Write format: delta, or move that table away."
              .formatted(name(), format.key(), path()));
    }
  }

  private PublishMode mode(boolean rebuild) {
    return rebuild ? PublishMode.OVERWRITE : PublishMode.valueOf(target.write().mode().name());
  }

  private DeltaTransactionId transaction(OptionalLong batch) {
    if (batch.isPresent()) {
      return new DeltaTransactionId(DeltaTransactionId.ofBatches(name()), batch.getAsLong());
    }
    String runs = DeltaTransactionId.ofRuns(name());
    return new DeltaTransactionId(
        runs, 1 + Math.max(0, new DeltaStore(context.spark(), path()).transaction(runs)));
  }

  /** Returns whether the table holds this batch, as far as it can tell itself. */
  boolean holds(long batch) {
    return target.write().format() == Format.DELTA
        && new DeltaStore(context.spark(), path()).transaction(DeltaTransactionId.ofBatches(name()))
            >= batch;
  }

  /** Returns whether there is a table. */
  boolean exists() {
    return target.write().format() == Format.DELTA
        ? new DeltaStore(context.spark(), path()).state().isPresent()
        : context.files().exists(path());
  }

  private DeltaLayout deltaLayout(StructType schema) {
    TableLayout layout = layout();
    return new DeltaLayout(
        schema,
        layout.partitionBy(),
        layout.sortBy(),
        layout.compression(),
        layout.targetFileBytes(),
        target.write().properties(),
        target.write().onSchemaChange());
  }

  private TableLayout layout() {
    Write write = target.write();
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
}
