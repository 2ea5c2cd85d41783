package io.sluice.jobs.pipeline;

import io.sluice.jobs.pipeline.Plan.PlannedStep;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Writes a plan for people: each step, and the columns it gives. */
final class PlanText {

  private static final int WIDTH = 100;

  private final StringBuilder text = new StringBuilder();

  private PlanText() {}

  static String of(Plan plan) {
    PlanText writer = new PlanText();
    Pipeline pipeline = plan.pipeline();
    writer.line(pipeline.table().toString());
    plan.inputs()
        .forEach(
            (name, schema) -> {
              writer.line("  read " + name + ": " + source(pipeline.read().get(name)));
              writer.columns(schema);
            });
    StructType before = null;
    for (PlannedStep step : plan.steps()) {
      writer.line("  " + heading(step.result()));
      if (step.schema().equals(before)) {
        writer.line("      the same columns");
      } else {
        writer.columns(step.schema());
      }
      before = step.schema();
    }
    plan.increment().ifPresent(increment -> writer.line("  " + loaded(increment)));
    pipeline.targets().forEach(target -> writer.line("  " + written(target)));
    if (plan.steps().isEmpty()) {
      writer.columns(plan.output());
    }
    return writer.text.toString().stripTrailing();
  }

  private static String heading(Result result) {
    Step declared = result.step();
    String number = (result.index() + 1) + ". " + declared.transform();
    if (!result.main()) {
      return number + " gives " + result.flow();
    }
    String from = declared.from().map(name -> " from " + name).orElse("");
    return number + from + declared.as().map(name -> " as " + name).orElse("");
  }

  private static String loaded(Increment increment) {
    return increment.recomputes()
        ? "load incrementally: the partitions that new rows touch are made anew, from all rows with"
            + " the same "
            + increment.partitions().stream()
                .map(Column::toString)
                .collect(Collectors.joining(", "))
        : "load incrementally: what is new, and nothing else";
  }

  private static String written(Target target) {
    Write write = target.write();
    return "write "
        + target.result().map(name -> name + " to " + target.table() + ": ").orElse("")
        + write.format().key()
        + ", "
        + Keys.name(write.mode())
        + write.keyed().map(keyed -> " by " + String.join(", ", keyed.keys())).orElse("")
        + (write.partitionBy().isEmpty()
            ? ""
            : ", partitioned by " + String.join(", ", write.partitionBy()));
  }

  private static String source(Read read) {
    return read.table()
        .map(table -> "table " + table)
        .orElseGet(
            () -> read.format().map(Format::key).orElse("?") + " " + read.path().orElse("?"));
  }

  private void columns(StructType schema) {
    List<String> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      columns.add(
          field.name()
              + " "
              + field.dataType().simpleString()
              + (field.nullable() ? "" : " not null"));
    }
    StringBuilder row = new StringBuilder();
    for (String column : columns) {
      if (!row.isEmpty() && row.length() + column.length() > WIDTH) {
        line("      " + row + ",");
        row.setLength(0);
      }
      row.append(row.isEmpty() ? "" : ", ").append(column);
    }
    line("      " + row);
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
