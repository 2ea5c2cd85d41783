package io.sluice.jobs.run;

import io.sluice.jobs.pipeline.Route;
import io.sluice.jobs.run.RoutePass.Written;
import io.sluice.jobs.sink.Publication;
import io.sluice.jobs.sink.PublishMode;
import io.sluice.jobs.sink.StagedTable;
import io.sluice.jobs.sink.TablePublisher;
import io.sluice.jobs.sink.delta.DeltaLayout;
import io.sluice.jobs.sink.delta.DeltaWriter;
import io.sluice.jobs.sink.delta.FilesCommit;
import io.sluice.jobs.sink.delta.StagedFiles;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.types.StructType;

/** A Delta table whose new files are written into its folder and committed later. */
final class DeltaLanding implements Landing {

  private final RunContext context;
  private final TablePublisher publisher;
  private final Function<StructType, DeltaLayout> layout;
  private final String path;
  private final PublishMode mode;
  private final DeltaTransactionId transaction;
  private final String runId;
  private StagedFiles staged;

  DeltaLanding(
      RunContext context,
      TablePublisher publisher,
      Function<StructType, DeltaLayout> layout,
      String path,
      PublishMode mode,
      DeltaTransactionId transaction,
      String runId) {
    this.context = context;
    this.publisher = publisher;
    this.layout = layout;
    this.path = path;
    this.mode = mode;
    this.transaction = transaction;
    this.runId = runId;
  }

  @Override
  public Written write(RoutePass pass, String id, Route route) {
    return pass.write(
        id,
        route,
        path,
        RoutePass::visible,
        (rows, watch) -> {
          DeltaWriter writer = new DeltaWriter(context.spark(), context.files());
          staged = writer.stage(rows, layout.apply(rows.schema()), path, mode, watch);
          return new StagedTable(path, staged.files(), staged.rows());
        });
  }

  @Override
  public Landed land(Written written, Map<String, String> extra, List<String> obsolete) {
    FilesCommit commit =
        new FilesCommit(path, transaction.appId(), transaction.version(), mode, staged.actions());
    return new Landed(
        new Publication.Part(
            publisher.others(runId, extra, obsolete),
            List.of(commit),
            List.of(),
            Map.of(),
            () -> {}),
        staged.rows(),
        staged.files().size(),
        staged.bytes(),
        staged.partitions());
  }
}
