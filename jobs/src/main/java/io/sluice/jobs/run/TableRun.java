package io.sluice.jobs.run;

import io.sluice.jobs.lake.LakeFiles.FileState;
import io.sluice.jobs.pipeline.Pipeline;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.Target;
import io.sluice.jobs.pipeline.Write;
import io.sluice.jobs.sink.FileSizing;
import io.sluice.jobs.sink.Publication;
import io.sluice.jobs.sink.PublishMode;
import io.sluice.jobs.sink.StagedTable;
import io.sluice.jobs.sink.TableLayout;
import io.sluice.jobs.sink.TablePublisher;
import io.sluice.jobs.sink.TablePublisher.Published;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** What a run does for one of the tables it makes, from written rows to what is to be published. */
final class TableRun {

  private final RunContext context;
  private final Pipeline pipeline;
  private final Target target;
  private final RunFacts facts;
  private final TablePublisher publisher;
  private final Map<String, String> extra = new LinkedHashMap<>();

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
  record Ready(Publication.Part part, Ledger ledger) {}

  Ready ready(RoutePass.Written written, LedgerDraft draft) {
    StagedTable sized =
        new FileSizing(context.spark(), context.files())
            .resize(written.staged(), layout(), written.columns());
    Published published = publisher.preview(sized, facts.runId());
    PublishMode mode = PublishMode.valueOf(target.write().mode().name());
    return new Ready(
        publisher.prepare(sized, mode, facts.runId(), extra, obsolete()),
        draft.succeeded(sized, published));
  }

  TableLayout layout() {
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
