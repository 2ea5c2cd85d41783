package io.sluice.jobs.run;

import io.sluice.jobs.lake.LakeFiles.FileState;
import io.sluice.jobs.pipeline.KeyedWrite;
import io.sluice.jobs.pipeline.Route;
import io.sluice.jobs.run.RoutePass.Written;
import io.sluice.jobs.sink.Publication;
import io.sluice.jobs.sink.PublishMode;
import io.sluice.jobs.sink.StagedTable;
import io.sluice.jobs.sink.TableLayout;
import io.sluice.jobs.sink.TablePublisher;
import io.sluice.jobs.sink.TableWriter;
import io.sluice.jobs.sink.WriteWatch;
import io.sluice.jobs.sink.WrittenFiles;
import io.sluice.jobs.sink.changes.ChangeIntake;
import io.sluice.jobs.sink.changes.ChangeLog;
import io.sluice.jobs.sink.changes.ChangedTable;
import io.sluice.jobs.sink.changes.Manifest;
import io.sluice.jobs.sink.changes.Manifest.Segment;
import io.sluice.jobs.sink.delta.DeltaLayout;
import io.sluice.jobs.sink.delta.DeltaStore;
import io.sluice.jobs.sink.delta.DeltaWriter;
import io.sluice.jobs.sink.delta.FilesCommit;
import io.sluice.jobs.sink.delta.MergeCommit;
import io.sluice.jobs.sink.delta.StagedFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * A Delta table that rows change: modes {@code merge} and {@code history}.
 *
 * <p>A pass takes in the changes that are new, and stages them. What they make of the table is
 * worked out from these and from the table's {@link ChangeLog}, and merged in one commit. The log
 * grows by the staged files.
 */
final class ChangeLanding implements Landing {

  private final RunContext context;
  private final TablePublisher publisher;
  private final KeyedWrite keyed;
  private final ChangedTable table;
  private final Function<StructType, DeltaLayout> layout;
  private final String path;
  private final DeltaTransactionId transaction;
  private final String runId;
  private final ChangeLog log;
  private final Optional<Manifest> before;

  /**
   * Prepares.
   *
   * @param name what messages call the table
   * @param rebuild whether the table is made anew from these changes alone
   * @throws IllegalStateException when what is remembered of changes is of another table
   */
  ChangeLanding(
      RunContext context,
      TablePublisher publisher,
      KeyedWrite keyed,
      Function<StructType, DeltaLayout> layout,
      String path,
      DeltaTransactionId transaction,
      String runId,
      String name,
      boolean rebuild) {
    this.context = context;
    this.publisher = publisher;
    this.keyed = keyed;
    this.table = new ChangedTable(keyed);
    this.layout = layout;
    this.path = path;
    this.transaction = transaction;
    this.runId = runId;
    this.log = new ChangeLog(context.spark(), context.files(), context.lake().changes(name));
    this.before = rebuild ? Optional.empty() : log.manifest();
    if (!rebuild) {
      requireSameTable(name);
    }
  }

  /** What is remembered of another table would make changes look old that are new. */
  private void requireSameTable(String name) {
    DeltaStore store = new DeltaStore(context.spark(), path);
    boolean forgotten = before.isEmpty() && store.state().isPresent();
    boolean other = before.filter(m -> store.transaction(m.appId()) < m.version()).isPresent();
    if (forgotten || other) {
      throw new IllegalStateException(
          "Cannot change table: %s (%s). Run with --full to make it anew from all input."
              .formatted(
                  name,
                  forgotten
                      ? "nothing is remembered of the changes that made it"
                      : "it is not the table whose changes are remembered"));
    }
  }

  @Override
  public Route route(Route toRows) {
    Optional<Dataset<Row>> known = before.map(manifest -> log.rows(manifest, keyed.identity()));
    ChangeIntake intake = new ChangeIntake(keyed.changes(), keyed.keys(), keyed.identity(), known);
    return toRows.then(intake.name(), (inputs, facts) -> intake);
  }

  @Override
  public Written write(RoutePass pass, String id, Route route) {
    return pass.store(id, route, folder("changes"), table::kept);
  }

  private String folder(String name) {
    return publisher.staging(runId) + "/" + name;
  }

  @Override
  public Landed land(Written written, Map<String, String> extra, List<String> obsolete) {
    StagedTable staged = written.staged();
    Dataset<Row> changes =
        WrittenFiles.reader(context.spark(), "parquet")
            .schema(written.columns())
            .load(staged.folder());
    Map<String, String> moves = new LinkedHashMap<>(extra);
    List<String> retired = new ArrayList<>(obsolete);
    Manifest after = remember(staged, changes, moves, retired);
    return new Landed(
        new Publication.Part(
            publisher.others(runId, moves, retired),
            before.isEmpty() ? List.of(rebuilt(changes)) : List.of(),
            before.isEmpty() ? List.of() : List.of(merged(staged, changes)),
            Map.of(log.manifestPath(), log.text(after)),
            () -> {}),
        staged.rows(),
        staged.files().size(),
        staged.bytes(),
        List.of());
  }

  private FilesCommit rebuilt(Dataset<Row> changes) {
    Dataset<Row> rows = table.rows(changes, changes);
    try (WriteWatch watch = new WriteWatch(context.spark(), runId + "/table", path)) {
      StagedFiles staged =
          new DeltaWriter(context.spark(), context.files())
              .stage(rows, layout.apply(rows.schema()), path, PublishMode.OVERWRITE, watch);
      return new FilesCommit(
          path,
          transaction.appId(),
          transaction.version(),
          PublishMode.OVERWRITE,
          staged.actions());
    }
  }

  private MergeCommit merged(StagedTable staged, Dataset<Row> changes) {
    String folder = staged.folder();
    StructType schema = table.schema(changes);
    if (keyed.keepsHistory()) {
      folder = folder("versions");
      Dataset<Row> held = context.spark().read().format("delta").load(path);
      stage(table.versionChanges(changes, remembered(changes), held), folder);
    }
    DeltaLayout wanted = layout.apply(schema);
    return new MergeCommit(
        path,
        transaction.appId(),
        transaction.version(),
        folder,
        keyed.rowKeys(),
        wanted.schema().json(),
        wanted.partitionBy(),
        wanted.properties(),
        wanted.onSchemaChange());
  }

  /** Returns the last change of each identity, those at hand included. */
  private Dataset<Row> remembered(Dataset<Row> changes) {
    return before.map(manifest -> log.with(manifest, changes, keyed.identity())).orElse(changes);
  }

  /** Adds the changes at hand to the log: as a segment of their own, or as part of one of all. */
  private Manifest remember(
      StagedTable changed, Dataset<Row> changes, Map<String, String> moves, List<String> retired) {
    Dataset<Row> remembered = table.remembered(changes);
    StagedTable staged = changed;
    List<Segment> segments = new ArrayList<>();
    if (before.isEmpty() && !keyed.keepsHistory()) {
      staged = stage(remembered, folder("log"));
    } else if (before.filter(manifest -> log.isScattered(manifest, changed.rows())).isPresent()) {
      staged = stage(remembered(remembered), folder("log"));
    } else {
      before.ifPresent(manifest -> segments.addAll(manifest.segments()));
    }
    Segment added = new Segment(transaction.name(), staged.rows());
    int number = 0;
    for (FileState file : staged.files()) {
      moves.put(file.path(), log.path(added) + "/part-%05d.parquet".formatted(number++));
    }
    if (segments.isEmpty()) {
      log.folders().stream().filter(path -> !path.equals(log.path(added))).forEach(retired::add);
    }
    segments.add(added);
    return new Manifest(
        transaction.appId(), transaction.version(), remembered.schema().json(), segments);
  }

  private StagedTable stage(Dataset<Row> rows, String folder) {
    try (WriteWatch watch = new WriteWatch(context.spark(), folder, folder)) {
      return new TableWriter(context.spark(), context.files())
          .stage(rows, TableLayout.parquet(), folder, watch);
    }
  }
}
