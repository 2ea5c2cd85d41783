package io.sluice.jobs.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sluice.jobs.lake.LakeFiles.FileState;
import io.sluice.jobs.pipeline.Neighbours;
import io.sluice.jobs.pipeline.Result;
import io.sluice.jobs.pipeline.Route;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepListener;
import io.sluice.jobs.pipeline.StepWalk;
import io.sluice.jobs.quality.Quarantine;
import io.sluice.jobs.quality.RejectCapture;
import io.sluice.jobs.sink.StagedTable;
import io.sluice.jobs.sink.TableLayout;
import io.sluice.jobs.sink.TableWriter;
import io.sluice.jobs.sink.WriteWatch;
import io.sluice.jobs.sink.WrittenFiles;
import io.sluice.jobs.source.BadFile;
import io.sluice.jobs.source.Hidden;
import io.sluice.jobs.source.Source;
import io.sluice.transforms.Tally;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Fetches rejected rows with their original text, once a run knows that there are some.
 *
 * <p>The pass that writes a table carries no text along; it only notes which files hold rejects.
 * Cost: reads those files again, and no others; a whole input again only where it depends on its
 * other rows what becomes of one (see {@link Neighbours}), or where rows were rejected after their
 * way back to a file was lost.
 */
final class QuarantinePass {

  private final RunContext context;
  private final Route route;
  private final int first;
  private final Map<String, Source> sources;
  private final RunFacts facts;

  /**
   * Makes a pass.
   *
   * @param route the way from the sources to the rows of the table
   * @param first the first step whose rejects belong to the table; those of steps before it are
   *     told of elsewhere
   */
  QuarantinePass(
      RunContext context, Route route, int first, Map<String, Source> sources, RunFacts facts) {
    this.context = context;
    this.route = route;
    this.first = first;
    this.sources = sources;
    this.facts = facts;
  }

  /**
   * What was fetched.
   *
   * @param reasons rows by reason
   */
  record Caught(StagedTable staged, Map<String, Long> reasons) {

    List<FileState> files() {
      return staged.files();
    }
  }

  /**
   * Writes the rejected rows that {@code figures} tell of below {@code folder}.
   *
   * @param runId stamped on each row
   */
  Caught stage(Figures figures, String runId, String folder) {
    List<Dataset<Row>> caught = new ArrayList<>();
    for (Audit.InputFigures input : figures.inputs()) {
      if (input.rejected() > 0) {
        fromInput(input, caught);
      }
    }
    fromSteps(figures, caught);
    Dataset<Row> all = caught.stream().reduce(Dataset::unionByName).orElseThrow();
    try (WriteWatch watch = new WriteWatch(context.spark(), folder, folder)) {
      StagedTable staged =
          new TableWriter(context.spark(), context.files())
              .stage(
                  Quarantine.stamped(all, runId, facts.startedAt()),
                  TableLayout.parquet(),
                  folder,
                  watch);
      return new Caught(
          staged, Quarantine.reasons(WrittenFiles.reader(context.spark(), "parquet").load(folder)));
    }
  }

  private void fromInput(Audit.InputFigures input, List<Dataset<Row>> caught) {
    Source source = sources.get(input.name());
    if (!input.badFiles().isEmpty()) {
      Dataset<Row> rows =
          source.only(input.badFiles()).rows(EnumSet.of(Hidden.REASONS, Hidden.FILE, Hidden.RAW));
      Column reasons = col(Hidden.REASONS.column());
      caught.add(
          Quarantine.rows(
              rows.filter(reasons.isNotNull()),
              col(Hidden.RAW.column()),
              reasons,
              col(Hidden.FILE.column())));
    }
    if (!source.unreadable().isEmpty()) {
      caught.add(unreadable(source.unreadable()));
    }
  }

  private Dataset<Row> unreadable(List<BadFile> files) {
    List<Row> rows =
        files.stream().map(file -> RowFactory.create(List.of(file.reason()), file.uri())).toList();
    StructType schema =
        new StructType()
            .add("why", DataTypes.createArrayType(DataTypes.StringType))
            .add("uri", DataTypes.StringType);
    Dataset<Row> frame = context.spark().createDataFrame(rows, schema);
    return Quarantine.rows(frame, lit(null).cast("binary"), col("why"), col("uri"));
  }

  private void fromSteps(Figures figures, List<Dataset<Row>> caught) {
    Set<String> badFiles = new TreeSet<>();
    long traced = 0;
    long rejected = 0;
    for (Audit.StepFigures step : figures.steps()) {
      long here = step.parts().getOrDefault(Totals.Part.REJECTED, 0L);
      rejected += here;
      traced += step.badFiles().isEmpty() ? 0 : here;
      badFiles.addAll(step.badFiles());
    }
    if (traced > 0) {
      caught.addAll(walk(RejectCapture.Where.TRACED, badFiles));
    }
    if (rejected > traced) {
      caught.addAll(walk(RejectCapture.Where.UNTRACED, Set.of()));
    }
  }

  /**
   * Applies the steps once more, to the rows of {@code files} where an input has any of them and
   * can do without the others.
   */
  private List<Dataset<Row>> walk(RejectCapture.Where where, Set<String> files) {
    if (files.isEmpty()) {
      return walk(where, sources);
    }
    Set<String> whole = Neighbours.neededBy(walk(where, sources));
    Map<String, Source> narrowed = new LinkedHashMap<>(sources);
    narrowed.replaceAll((name, s) -> whole.contains(name) ? s : narrowed(s, files));
    return walk(where, narrowed);
  }

  private List<Dataset<Row>> walk(RejectCapture.Where where, Map<String, Source> from) {
    Map<String, Dataset<Row>> inputs = new LinkedHashMap<>();
    route.inputs().forEach(name -> inputs.put(name, Neighbours.marked(name, good(from.get(name)))));
    RejectCapture capture = new RejectCapture(where);
    Dataset<Row> unused =
        StepWalk.along(
            route,
            context.project()::contract,
            inputs,
            facts,
            new StepListener() {
              @Override
              public Tally tally(Result result) {
                return result.index() < first ? new RejectCapture(where) : capture;
              }
            });
    return capture.caught();
  }

  private static Source narrowed(Source source, Set<String> files) {
    Set<String> own = new TreeSet<>(files);
    own.retainAll(source.files().stream().map(file -> file.uri()).toList());
    return own.isEmpty() ? source : source.only(own);
  }

  private static Dataset<Row> good(Source source) {
    if (!source.canReject()) {
      Dataset<Row> rows = source.rows(EnumSet.of(Hidden.FILE));
      return rows.withColumn(Hidden.RAW.column(), Quarantine.text(rows.schema()));
    }
    return source
        .rows(EnumSet.of(Hidden.REASONS, Hidden.FILE, Hidden.RAW))
        .filter(col(Hidden.REASONS.column()).isNull())
        .drop(Hidden.REASONS.column());
  }
}
