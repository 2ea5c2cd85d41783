package io.sluice.jobs.pipeline.docs;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import io.sluice.jobs.pipeline.Problems;
import io.sluice.jobs.pipeline.Result;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.Step;
import io.sluice.jobs.pipeline.StepListener;
import io.sluice.jobs.pipeline.StepWalk;
import io.sluice.jobs.pipeline.steps.Demo;
import io.sluice.jobs.pipeline.steps.StepForm;
import io.sluice.jobs.pipeline.yaml.Binder;
import io.sluice.jobs.pipeline.yaml.Node;
import io.sluice.jobs.pipeline.yaml.YamlFiles;
import io.sluice.transforms.Lineage;
import io.sluice.transforms.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Runs a {@link Demo}, and writes down what went in and what came out. */
final class DemoText {

  private static final String FILE = "s3://example-raw/rows/1.json";

  private final StringBuilder page;
  private final SparkSession spark;
  private final List<String> aside = new ArrayList<>();

  DemoText(StringBuilder page, SparkSession spark) {
    this.page = page;
    this.spark = spark;
  }

  void write(Demo demo) {
    Map<String, Dataset<Row>> inputs = new LinkedHashMap<>();
    for (Demo.Rows rows : demo.inputs()) {
      Dataset<Row> given = rows(rows);
      table("`" + rows.name() + "`", given);
      inputs.put(rows.name(), given.withColumn(Lineage.FILE, lit(FILE)));
    }
    page.append("```yaml\n").append(demo.steps().stripTrailing()).append("\n```\n\n");
    Map<Result, Dataset<Row>> results =
        StepWalk.everywhere(
            demo.inputs()[0].name(),
            steps(demo.steps()),
            name -> Optional.empty(),
            inputs,
            RunFacts.PLANNING,
            new StepListener() {
              @Override
              public Tally tally(Result result) {
                return new Aside();
              }
            });
    Set<String> taken = new HashSet<>();
    results.keySet().forEach(result -> taken.addAll(result.takes()));
    results.keySet().forEach(result -> taken.add(result.from()));
    List<Result> last = results.keySet().stream().filter(r -> !taken.contains(r.flow())).toList();
    for (Result result : last) {
      boolean named = !result.main() || (last.size() > 1 && result.step().as().isPresent());
      table(named ? "gives `" + result.flow() + "`" : "gives", results.get(result));
    }
    aside.forEach(line -> page.append("- ").append(line).append('\n'));
    page.append(aside.isEmpty() ? "" : "\n");
  }

  private Dataset<Row> rows(Demo.Rows rows) {
    List<String> lines = rows.json().lines().filter(line -> !line.isBlank()).toList();
    return spark
        .read()
        .option("timeZone", "UTC")
        .option("mode", "FAILFAST")
        .schema(StructType.fromDDL(rows.schema()))
        .json(spark.createDataset(lines, Encoders.STRING()).coalesce(1));
  }

  private static List<Step> steps(String text) {
    Problems problems = new Problems();
    Node.Entries file = YamlFiles.parse("steps:\n" + text, "demo", problems).orElseThrow();
    Binder binder = new Binder(problems, Map.of(), Map.of());
    List<Step> steps = new ArrayList<>();
    for (Node node : ((Node.Items) file.entries().get("steps").value()).items()) {
      StepForm.bind(node, binder).ifPresent(steps::add);
    }
    problems.throwIfAny();
    return steps;
  }

  /** Rows have no order of their own; here they are shown in that of their values. */
  private void table(String title, Dataset<Row> rows) {
    StructField[] fields = Lineage.visible(rows.schema()).toArray(StructField[]::new);
    Column[] columns = Arrays.stream(fields).map(f -> col(quoted(f.name()))).toArray(Column[]::new);
    Column[] sorted =
        Arrays.stream(fields)
            .filter(f -> !f.dataType().simpleString().contains("map<"))
            .map(f -> col(quoted(f.name())))
            .toArray(Column[]::new);
    Column[] texts = Arrays.stream(fields).map(f -> text(f).as(f.name())).toArray(Column[]::new);
    page.append(title).append(":\n\n");
    line(
        Arrays.stream(fields)
            .map(f -> f.name() + " *" + f.dataType().simpleString() + "*")
            .toList());
    line(Arrays.stream(fields).map(f -> "---").toList());
    for (Row row : rows.select(columns).sort(sorted).select(texts).collectAsList()) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        cells.add(row.isNullAt(i) ? "NULL" : row.getString(i));
      }
      line(cells);
    }
    page.append('\n');
  }

  private static Column text(StructField field) {
    Column column = col(quoted(field.name()));
    boolean nested =
        field.dataType() instanceof StructType
            || field.dataType() instanceof ArrayType
            || field.dataType() instanceof MapType;
    return nested
        ? to_json(column, Map.of("ignoreNullFields", "false"))
        : column.cast(DataTypes.StringType);
  }

  private void line(List<String> cells) {
    page.append('|');
    cells.forEach(
        cell -> page.append(' ').append(cell.replace("|", "\\|").replace("\n", "↵")).append(" |"));
    page.append('\n');
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** Writes down what does not pass. */
  private final class Aside implements Tally {

    @Override
    public boolean counting() {
      return true;
    }

    @Override
    public Dataset<Row> keep(Dataset<Row> rows, Column predicate, String reason) {
      return leaveOut("filtered", rows, predicate, reason);
    }

    @Override
    public Dataset<Row> distinct(Dataset<Row> rows, Column predicate, String reason) {
      return leaveOut("deduplicated", rows, predicate, reason);
    }

    private Dataset<Row> leaveOut(String what, Dataset<Row> rows, Column predicate, String reason) {
      Column kept = coalesce(predicate, lit(false));
      note(what, reason, rows.filter(not(kept)).count());
      return rows.filter(kept);
    }

    @Override
    public Dataset<Row> reject(Dataset<Row> rows, Column reasons) {
      Dataset<Row> marked = rows.withColumn(Lineage.PREFIX + "reasons", reasons);
      Column[] visible =
          Lineage.visible(rows.schema()).stream()
              .map(f -> col(quoted(f.name())))
              .toArray(Column[]::new);
      Column why = col(Lineage.PREFIX + "reasons");
      marked
          .filter(size(why).gt(0))
          .select(to_json(struct(visible), Map.of("ignoreNullFields", "false")), why)
          .collectAsList()
          .forEach(
              row ->
                  aside.add(
                      "rejected: `%s` (%s)"
                          .formatted(row.getString(0), String.join("; ", row.<String>getList(1)))));
      return marked.filter(size(why).equalTo(0)).drop(why);
    }

    @Override
    public Dataset<Row> added(Dataset<Row> rows, Column predicate, String reason) {
      note("added", reason, rows.filter(predicate).count());
      return rows;
    }

    private void note(String what, String reason, long rows) {
      if (rows > 0) {
        aside.add("%s as `%s`: %d".formatted(what, reason, rows));
      }
    }
  }
}
