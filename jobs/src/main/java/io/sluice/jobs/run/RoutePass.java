package io.sluice.jobs.run;

import io.sluice.jobs.pipeline.Route;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepWalk;
import io.sluice.jobs.sink.StagedTable;
import io.sluice.jobs.sink.TableLayout;
import io.sluice.jobs.sink.TableWriter;
import io.sluice.jobs.sink.WriteWatch;
import io.sluice.jobs.source.Hidden;
import io.sluice.jobs.source.Source;
import io.sluice.transforms.Lineage;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** One pass along a route: reads, transforms, counts, writes into staging, and audits. */
final class RoutePass {

  private final RunContext context;
  private final RunFacts facts;
  private final String table;
  private final Map<String, Source> sources;
  private final Map<String, Dataset<Row>> stored = new LinkedHashMap<>();

  /**
   * Makes a pass.
   *
   * @param table what progress is told of
   * @param sources those that routes may begin with, by name
   */
  RoutePass(RunContext context, RunFacts facts, String table, Map<String, Source> sources) {
    this.context = context;
    this.facts = facts;
    this.table = table;
    this.sources = sources;
  }

  /** Begins with these rows where a route names {@code flow}, whatever source has that name. */
  RoutePass withStored(String flow, Dataset<Row> rows) {
    RoutePass pass = new RoutePass(context, facts, table, sources);
    pass.stored.putAll(stored);
    pass.stored.put(flow, rows);
    return pass;
  }

  /** Returns the columns that {@code route} leads to, those that are not data included. */
  StructType schema(Route route) {
    return result(new Books(new CountingPass("columns")), route).schema();
  }

  /** What was written, in which columns, and what the books say of it. */
  record Written(StagedTable staged, StructType columns, Figures figures) {}

  /** Writes the rows that {@code route} leads to, without what is not data. */
  Written write(String id, Route route, TableLayout layout, String folder) {
    return write(id, route, folder, RoutePass::visible, staging(layout, folder));
  }

  /** Writes the rows that {@code route} leads to as they are, for another pass to read. */
  Written store(String id, Route route, String folder) {
    return store(id, route, folder, rows -> rows);
  }

  /** Writes these columns of the rows that {@code route} leads to, for another pass to read. */
  Written store(String id, Route route, String folder, UnaryOperator<Dataset<Row>> columns) {
    TableLayout layout =
        new TableLayout(
            "parquet",
            List.of(),
            List.of(),
            Optional.of("snappy"),
            TableLayout.parquet().targetFileBytes());
    return write(id, route, folder, columns, staging(layout, folder));
  }

  /** Writes rows where no reader sees them. */
  interface Stager {

    /** Writes {@code rows}, watched by {@code watch}, and returns what was written. */
    StagedTable stage(Dataset<Row> rows, WriteWatch watch);
  }

  private Stager staging(TableLayout layout, String folder) {
    return (rows, watch) ->
        new TableWriter(context.spark(), context.files()).stage(rows, layout, folder, watch);
  }

  /**
   * Writes the rows that {@code route} leads to.
   *
   * @param folder where {@code stager} writes
   * @param columns chooses what of the rows is written
   */
  Written write(
      String id, Route route, String folder, UnaryOperator<Dataset<Row>> columns, Stager stager) {
    Books books = new Books(new CountingPass(id));
    Dataset<Row> result = columns.apply(result(books, route));
    try (WriteWatch watch = new WriteWatch(context.spark(), id, folder)) {
      context.progress().enter(table, "writing", () -> howFar(watch));
      StagedTable staged = stager.stage(result, watch);
      context.progress().enter(table, "checking", () -> "");
      Audit audit = audit(books, route.end(), watch.seen(), staged.rows());
      return new Written(staged, result.schema(), Figures.of(audit));
    }
  }

  private Dataset<Row> result(Books books, Route route) {
    Map<String, Dataset<Row>> inputs = new LinkedHashMap<>();
    stored.forEach(
        (name, rows) -> {
          if (route.inputs().contains(name)) {
            inputs.put(name, books.input(name, rows, false, 0));
          }
        });
    sources.forEach(
        (name, source) -> {
          if (route.inputs().contains(name) && !stored.containsKey(name)) {
            inputs.put(name, input(books, name, source));
          }
        });
    return StepWalk.along(route, context.project()::contract, inputs, facts, new RunBooks(books));
  }

  private static Dataset<Row> input(Books books, String name, Source source) {
    EnumSet<Hidden> hidden =
        source.canReject()
            ? EnumSet.of(Hidden.REASONS, Hidden.BAD_FILE, Hidden.FILE)
            : EnumSet.of(Hidden.FILE);
    return books.input(name, source.rows(hidden), source.canReject(), source.unreadable().size());
  }

  /** Leaves out the columns that are not data. */
  static Dataset<Row> visible(Dataset<Row> rows) {
    return rows.select(
        Lineage.visible(rows.schema()).stream()
            .map(field -> functions.col("`" + field.name().replace("`", "``") + "`"))
            .toArray(Column[]::new));
  }

  /**
   * Reads the books; where a task was run twice, a place was never reached, or they do not balance,
   * counts anew before believing so.
   */
  private Audit audit(Books books, String end, WriteWatch.Seen seen, long rowsWritten) {
    Map<String, Row> metrics = books.pass().seenBy(seen.observed());
    boolean complete = metrics.keySet().containsAll(books.pass().places());
    if (!seen.repeated() && complete) {
      Audit audit = Audit.of(books, end, metrics, rowsWritten);
      if (audit.faults().isEmpty()) {
        return audit;
      }
    }
    context
        .progress()
        .note(
            table,
            seen.repeated()
                ? "counting again, since tasks were lost and run twice"
                : "counting again, since Spark left out a part of the plan");
    Audit recount = Audit.of(books, end, books.pass().recount(), rowsWritten);
    if (!recount.faults().isEmpty()) {
      throw new UnbalancedException(table, recount.faults());
    }
    return recount;
  }

  private static String howFar(WriteWatch watch) {
    return watch.tasksKnown() == 0
        ? ""
        : "%d of %d tasks".formatted(watch.tasksDone(), watch.tasksKnown());
  }
}
