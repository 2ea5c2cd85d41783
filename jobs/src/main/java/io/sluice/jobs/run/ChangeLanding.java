package io.sluice.jobs.run;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sort_array;

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
import io.sluice.jobs.sink.changes.Manifest;
import io.sluice.jobs.sink.changes.Manifest.Segment;
import io.sluice.jobs.sink.changes.VersionChanges;
import io.sluice.jobs.sink.delta.DeltaLayout;
import io.sluice.jobs.sink.delta.DeltaStore;
import io.sluice.jobs.sink.delta.DeltaWriter;
import io.sluice.jobs.sink.delta.FilesCommit;
import io.sluice.jobs.sink.delta.MergeCommit;
import io.sluice.jobs.sink.delta.StagedFiles;
import io.sluice.transforms.LatestChanges;
import io.sluice.transforms.Lineage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Column;
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

  private static final String SNAPSHOTS = Lineage.PREFIX + "snapshots";

  private final RunContext context;
  private final TablePublisher publisher;
  private final KeyedWrite keyed;
  private final Function<StructType, DeltaLayout> layout;
  private final String path;
  private final DeltaTransactionId transaction;
  private final String runId;
  private final ChangeLog log;
  private final Optional<Manifest> before;

  /**
   * Prepares.
   *
   * @param rebuild whether the table is made anew from these changes alone
   */
  ChangeLanding(
      RunContext context,
      TablePublisher publisher,
      KeyedWrite keyed,
      Function<StructType, DeltaLayout> layout,
      String path,
      DeltaTransactionId transaction,
      String runId,
      String table,
      boolean rebuild) {
    this.context = context;
    this.publisher = publisher;
    this.keyed = keyed;
    this.layout = layout;
    this.path = path;
    this.transaction = transaction;
    this.runId = runId;
    this.log = new ChangeLog(context.spark(), context.files(), context.lake().changes(table));
    this.before = rebuild ? Optional.empty() : log.manifest();
    before.ifPresent(manifest -> requireSameTable(table, manifest));
  }

  /** What is remembered of another table would make changes look old that are new. */
  private void requireSameTable(String table, Manifest manifest) {
    long done = new DeltaStore(context.spark(), path).transaction(manifest.appId());
    if (done < manifest.version()) {
      throw new IllegalStateException(
          "Cannot write table: %s (the table at %s is not the one that its changes were merged into). Run with --full to make it anew from all input."
              .formatted(table, path));
    }
  }

  @Override
  public Route route(Route toRows) {
    Optional<Dataset<Row>> known = before.map(manifest -> log.rows(manifest, identity()));
    ChangeIntake intake = new ChangeIntake(keyed.changes(), keyed.identity(), known);
    return toRows.then(intake.name(), (inputs, facts) -> intake);
  }

  private List<Column> identity() {
    return columns(keyed.identity());
  }

  private static List<Column> columns(List<String> names) {
    return names.stream().map(name -> col("`" + name.replace("`", "``") + "`")).toList();
  }

  @Override
  public Written write(RoutePass pass, String id, Route route) {
    return pass.store(id, route, folder("changes"), this::kept);
  }

  private String folder(String name) {
    return publisher.staging(runId) + "/" + name;
  }

  /** The table's columns, the time of a version, and what places a change among the others. */
  private Dataset<Row> kept(Dataset<Row> rows) {
    List<String> data = new ArrayList<>(keyed.stored(RoutePass.visible(rows).columns()));
    keyed.identity().stream().filter(name -> !data.contains(name)).forEach(data::add);
    List<Column> columns = new ArrayList<>(columns(data));
    columns.add(col(LatestChanges.ORDER));
    columns.add(col(LatestChanges.DELETED));
    return rows.select(columns.toArray(Column[]::new));
  }

  @Override
  public Landed land(Written written, Map<String, String> extra, List<String> obsolete) {
    Dataset<Row> changes = read(written.staged(), written.columns());
    List<FilesCommit> commits = new ArrayList<>();
    List<MergeCommit> merges = new ArrayList<>();
    if (before.isEmpty()) {
      commits.add(rebuilt(changes));
    } else {
      merges.add(merged(written.staged(), changes));
    }
    Map<String, String> moves = new LinkedHashMap<>(extra);
    List<String> retired = new ArrayList<>(obsolete);
    Manifest after = remember(written, changes, moves, retired);
    return new Landed(
        new Publication.Part(
            publisher.others(runId, moves, retired),
            commits,
            merges,
            Map.of(log.manifestPath(), log.text(after)),
            () -> {}),
        written.staged().rows(),
        written.staged().files().size(),
        written.staged().bytes(),
        List.of());
  }

  private Dataset<Row> read(StagedTable staged, StructType columns) {
    return WrittenFiles.reader(context.spark(), "parquet").schema(columns).load(staged.folder());
  }

  /** Returns the table's rows, made of all changes of their keys. */
  private Dataset<Row> rows(Dataset<Row> changes, Dataset<Row> all) {
    if (!keyed.keepsHistory()) {
      Dataset<Row> live = changes.filter(not(col(LatestChanges.DELETED)));
      return live.select(
          columns(keyed.stored(RoutePass.visible(live).columns())).toArray(Column[]::new));
    }
    if (!keyed.closesMissing()) {
      return keyed.versions(changes.columns(), Optional.empty()).apply(changes);
    }
    Column time = columns(keyed.orderBy()).get(0);
    Dataset<Row> times = all.agg(sort_array(collect_set(time)).as(SNAPSHOTS));
    return keyed.versions(changes.columns(), Optional.of(col(SNAPSHOTS))).apply(changes.crossJoin(broadcast(times)));
  }

  private FilesCommit rebuilt(Dataset<Row> changes) {
    Dataset<Row> rows = RoutePass.visible(rows(changes, changes));
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
    StructType schema = RoutePass.visible(changes.limit(0)).schema();
    if (keyed.keepsHistory()) {
      Dataset<Row> all = remembered(changes);
      Dataset<Row> touched =
          changes.select(columns(keyed.keys()).toArray(Column[]::new)).distinct();
      // Which keys a copy has not got is seen only by looking at all.
      boolean everyKey = keyed.closesMissing();
      Dataset<Row> log = everyKey ? all : VersionChanges.of(all, touched, keyed.keys());
      Dataset<Row> versions = RoutePass.visible(rows(log, all));
      Dataset<Row> table = context.spark().read().format("delta").load(path);
      Dataset<Row> held = table.select(columns(List.of(versions.columns())).toArray(Column[]::new));
      folder = folder("versions");
      stage(
          VersionChanges.between(
              versions,
              everyKey ? held : VersionChanges.of(held, touched, keyed.keys()),
              keyed.rowKeys(),
              MergeCommit.DELETED),
          folder);
      schema = versions.schema();
    } else {
      schema =
          new StructType(
              java.util.Arrays.stream(schema.fields())
                  .filter(field -> keyed.stored(new String[] {field.name()}).size() == 1)
                  .toArray(org.apache.spark.sql.types.StructField[]::new));
    }
    DeltaLayout table = layout.apply(schema);
    return new MergeCommit(
        path,
        transaction.appId(),
        transaction.version(),
        folder,
        keyed.rowKeys(),
        table.schema().json(),
        table.partitionBy(),
        table.properties(),
        table.onSchemaChange());
  }

  /** Returns the last change of each identity, those at hand included. */
  private Dataset<Row> remembered(Dataset<Row> changes) {
    return before
        .map(manifest -> log.rows(manifest, identity()))
        .map(known -> ChangeLog.latest(known.unionByName(narrow(changes, known)), identity()))
        .orElse(changes);
  }

  private static Dataset<Row> narrow(Dataset<Row> changes, Dataset<Row> known) {
    return changes.select(columns(List.of(known.columns())).toArray(Column[]::new));
  }

  /** Adds the changes at hand to the log: as a segment of their own, or as part of one of all. */
  private Manifest remember(
      Written written, Dataset<Row> changes, Map<String, String> moves, List<String> retired) {
    Dataset<Row> slim = keyed.keepsHistory() ? changes : slim(changes);
    StagedTable staged = written.staged();
    List<Segment> segments = new ArrayList<>();
    boolean scattered =
        before.filter(b -> ChangeLog.isScattered(b, written.staged().rows())).isPresent();
    if (scattered) {
      staged = stage(remembered(slim), folder("log"));
    } else if (before.isEmpty() && !keyed.keepsHistory()) {
      staged = stage(slim, folder("log"));
    } else {
      before.ifPresent(manifest -> segments.addAll(manifest.segments()));
    }
    Segment added = new Segment("%s-%08d".formatted(kind(), transaction.version()), staged.rows());
    int number = 0;
    for (FileState file : staged.files()) {
      moves.put(file.path(), log.path(added) + "/part-%05d.parquet".formatted(number++));
    }
    if (segments.isEmpty()) {
      log.manifest().stream()
          .flatMap(manifest -> manifest.segments().stream())
          .map(log::path)
          .filter(folder -> !folder.equals(log.path(added)))
          .forEach(retired::add);
    }
    segments.add(added);
    return new Manifest(transaction.appId(), transaction.version(), slim.schema().json(), segments);
  }

  private String kind() {
    return transaction.appId().substring(transaction.appId().lastIndexOf('/') + 1);
  }

  /** Keys and places: what a later change is held against. */
  private Dataset<Row> slim(Dataset<Row> changes) {
    List<Column> columns = new ArrayList<>(identity());
    columns.add(col(LatestChanges.ORDER));
    columns.add(col(LatestChanges.DELETED));
    return changes.select(columns.toArray(Column[]::new));
  }

  private StagedTable stage(Dataset<Row> rows, String folder) {
    try (WriteWatch watch = new WriteWatch(context.spark(), folder, folder)) {
      return new TableWriter(context.spark(), context.files())
          .stage(rows, TableLayout.parquet(), folder, watch);
    }
  }
}
