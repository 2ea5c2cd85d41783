package io.sluice.jobs.pipeline;

import io.sluice.jobs.pipeline.Plan.PlannedStep;
import java.util.ArrayList;
import java.util.List;
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
    int number = 0;
    for (PlannedStep step : plan.steps()) {
      Step declared = pipeline.steps().get(number);
      String from = declared.from().map(name -> " from " + name).orElse("");
      String as = declared.as().map(name -> " as " + name).orElse("");
      writer.line("  " + ++number + ". " + step.transform() + from + as);
      if (step.schema().equals(before)) {
        writer.line("      the same columns");
      } else {
        writer.columns(step.schema());
      }
      before = step.schema();
    }
    Write write = pipeline.write();
    writer.line(
        "  write "
            + write.format().key()
            + ", "
            + Keys.name(write.mode())
            + (write.partitionBy().isEmpty()
                ? ""
                : ", partitioned by " + String.join(", ", write.partitionBy())));
    if (plan.steps().isEmpty()) {
      writer.columns(plan.output());
    }
    return writer.text.toString().stripTrailing();
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
