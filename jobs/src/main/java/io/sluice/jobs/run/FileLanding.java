package io.sluice.jobs.run;

import io.sluice.jobs.lake.LakeFiles.FileState;
import io.sluice.jobs.pipeline.Route;
import io.sluice.jobs.run.RoutePass.Written;
import io.sluice.jobs.sink.FileSizing;
import io.sluice.jobs.sink.PublishMode;
import io.sluice.jobs.sink.StagedTable;
import io.sluice.jobs.sink.TableLayout;
import io.sluice.jobs.sink.TablePublisher;
import io.sluice.jobs.sink.TablePublisher.Published;
import java.util.List;
import java.util.Map;

/**
 * A table of plain files: staged, brought to size, and moved into place.
 *
 * @param names what the files are named after: the run, or the batch, so that a second attempt at
 *     either replaces the first
 */
record FileLanding(
    RunContext context,
    TablePublisher publisher,
    TableLayout layout,
    PublishMode mode,
    String runId,
    String names)
    implements Landing {

  @Override
  public Written write(RoutePass pass, String id, Route route) {
    return pass.write(id, route, layout, publisher.staging(runId) + "/data");
  }

  @Override
  public Landed land(Written written, Map<String, String> extra, List<String> obsolete) {
    StagedTable sized =
        new FileSizing(context.spark(), context.files())
            .resize(written.staged(), layout, written.columns());
    Published published = publisher.preview(sized, names);
    return new Landed(
        publisher.prepare(sized, mode, runId, names, extra, obsolete),
        sized.rows(),
        published.files().size(),
        published.files().stream().mapToLong(FileState::bytes).sum(),
        published.partitions());
  }
}
