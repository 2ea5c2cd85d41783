package io.sluice.jobs.pipeline;

import io.sluice.jobs.pipeline.Plan.PlannedStep;
import io.sluice.transforms.InvalidTransformException;
import io.sluice.transforms.Lineage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Finds out what a selection of pipelines will do, by applying every step to empty rows: a wrong
 * column or type is found here, before any data is read.
 */
public final class Planner {

  private final SparkSession spark;
  private final Project project;
  private final InputSchemas schemas;

  /**
   * @param schemas asked for the columns of inputs that no pipeline of the selection makes and that
   *     neither a contract nor DDL describes in full
   */
  public Planner(SparkSession spark, Project project, InputSchemas schemas) {
    this.spark = spark;
    this.project = project;
    this.schemas = schemas;
  }

  /**
   * Returns a plan for each pipeline, in the order of the selection. A table that another pipeline
   * of the selection makes has the columns planned for that one.
   *
   * @throws InvalidInputException with each step of any of them that does not fit its rows
   */
  public List<Plan> plan(Selection selection) {
    Problems problems = new Problems();
    Map<TableName, Plan> plans = new LinkedHashMap<>();
    Set<TableName> selected = new TreeSet<>();
    selection.ordered().forEach(pipeline -> selected.add(pipeline.table()));
    for (Pipeline pipeline : selection.ordered()) {
      if (selection.needs(pipeline.table()).stream().allMatch(plans::containsKey)) {
        plan(pipeline, selected, plans, problems)
            .ifPresent(plan -> plans.put(pipeline.table(), plan));
      }
    }
    problems.throwIfAny();
    return List.copyOf(plans.values());
  }

  private Optional<Plan> plan(
      Pipeline pipeline, Set<TableName> selected, Map<TableName, Plan> plans, Problems problems) {
    int before = problems.size();
    Map<String, StructType> inputs = new LinkedHashMap<>();
    Map<String, Dataset<Row>> rows = new LinkedHashMap<>();
    pipeline
        .read()
        .forEach(
            (name, read) -> {
              try {
                StructType schema = inputSchema(name, read, selected, plans);
                inputs.put(name, schema);
                rows.put(name, Neighbours.marked(name, empty(schema, read.path().isPresent())));
                where(pipeline, name, read, rows.get(name), problems);
              } catch (InvalidInputException e) {
                e.problems().forEach(p -> problems.add(placed(pipeline, "read." + name, p)));
              }
            });
    if (problems.size() > before) {
      return Optional.empty();
    }
    Map<Result, Dataset<Row>> results;
    try {
      results =
          StepWalk.everywhere(
              pipeline.firstInput(),
              pipeline.steps(),
              project::contract,
              rows,
              RunFacts.PLANNING,
              StepListener.NONE);
    } catch (StepFailedException e) {
      String key = e.step().key(e.index());
      problems.add(pipeline.origin().problem(key, message(e)));
      return Optional.empty();
    }
    Checked checked = new Checked(project, pipeline, problems);
    List<Result> all = List.copyOf(results.keySet());
    new ResultCheck(checked, all).check();
    if (problems.size() > before) {
      return Optional.empty();
    }
    results.forEach((result, given) -> rows.put(result.flow(), given));
    Routes routes = Routes.of(pipeline, all);
    List<Dataset<Row>> ends = routes.branches().stream().map(b -> rows.get(b.end())).toList();
    Optional<Increment> increment = new IncrementCheck(checked).check(results, ends);
    List<StructType> outputs = new ArrayList<>();
    for (Dataset<Row> end : ends) {
      Target target = pipeline.targets().get(outputs.size());
      outputs.add(
          target
              .write()
              .keyed()
              .map(keyed -> new KeyedCheck(checked, keyed).columns(end).orElseGet(StructType::new))
              .orElseGet(() -> Lineage.withoutLineage(end.schema())));
      if (problems.size() > before) {
        return Optional.empty();
      }
      new OutputCheck(checked, target, outputs.get(outputs.size() - 1)).check();
    }
    List<PlannedStep> steps = new ArrayList<>();
    results.forEach(
        (r, given) -> steps.add(new PlannedStep(r, Lineage.withoutLineage(given.schema()))));
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(new Plan(pipeline, inputs, steps, outputs, routes, increment));
  }

  private StructType inputSchema(
      String name, Read read, Set<TableName> selected, Map<TableName, Plan> plans) {
    return read.table()
        .flatMap(
            table ->
                project
                    .maker(table)
                    .filter(maker -> selected.contains(maker.table()))
                    .map(maker -> plans.get(maker.table()).output(table))
                    .map(columns -> read.changes() ? ChangeColumns.with(columns) : columns))
        .orElseGet(() -> Lineage.withoutLineage(schemas.schema(name, read)));
  }

  private static void where(
      Pipeline pipeline, String name, Read read, Dataset<Row> rows, Problems problems) {
    if (read.where().isEmpty()) {
      return;
    }
    try {
      rows.filter(read.where().get());
    } catch (Exception e) { // AnalysisException is checked, and Scala does not declare it
      String message =
          Messages.cannot("apply where", read.where().get(), SparkErrors.reason(e), "");
      problems.add(pipeline.origin().problem("read." + name + ".where", message));
    }
  }

  private Dataset<Row> empty(StructType schema, boolean files) {
    StructType carried = files ? schema.add(Lineage.FILE, DataTypes.StringType) : schema;
    return spark.createDataFrame(List.of(), carried);
  }

  private static Problem placed(Pipeline pipeline, String key, Problem problem) {
    return problem.file().isEmpty() ? pipeline.origin().problem(key, problem.message()) : problem;
  }

  private static String message(StepFailedException e) {
    Throwable cause = e.getCause();
    String said = String.valueOf(cause.getMessage());
    boolean ours = cause instanceof InvalidTransformException || said.startsWith("Cannot ");
    return ours
        ? said
        : Messages.cannot("apply step", e.step().name(), SparkErrors.reason(cause), "");
  }
}
