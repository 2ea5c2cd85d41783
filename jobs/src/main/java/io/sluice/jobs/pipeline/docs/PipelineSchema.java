package io.sluice.jobs.pipeline.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.jobs.pipeline.ByteSize;
import io.sluice.jobs.pipeline.Pipeline;
import io.sluice.jobs.pipeline.Secret;
import io.sluice.jobs.pipeline.Step;
import io.sluice.jobs.pipeline.TableName;
import io.sluice.jobs.pipeline.steps.StepCatalog;
import io.sluice.jobs.pipeline.steps.StepDoc;
import io.sluice.jobs.pipeline.yaml.RecordShape;
import io.sluice.jobs.pipeline.yaml.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the JSON Schema of pipeline files, by which editors complete and check them. */
final class PipelineSchema {

  /** What may stand for any value that is not a text already. */
  private static final String VARIABLE = "\\$\\{.+\\}";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private PipelineSchema() {}

  static String text() {
    ObjectNode schema = JSON.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Sluice pipeline");
    schema.setAll(record(Pipeline.class));
    schema.putObject("$defs").set("step", step());
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return new ObjectMapper().writer(printer).writeValueAsString(schema) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode step() {
    ObjectNode step = JSON.objectNode().put("type", "object").put("additionalProperties", false);
    ObjectNode properties = step.putObject("properties");
    properties
        .putObject("from")
        .put("type", "string")
        .put("description", "The input or earlier step whose rows it takes; else the step before.");
    properties
        .putObject("as")
        .put("type", "string")
        .put("description", "The name of its result, by which later steps may take it.");
    ArrayNode exactlyOne = step.putArray("oneOf");
    ArrayNode alone = JSON.arrayNode();
    StepCatalog.all()
        .forEach(
            (name, type) -> {
              ObjectNode arguments = record(type);
              boolean mayBeEmpty = RecordShape.of(type).mayBeEmpty();
              if (mayBeEmpty) {
                alone.add(name);
                arguments = anyOf(List.of(JSON.objectNode().put("type", "null"), arguments));
              }
              arguments.put("description", type.getAnnotation(StepDoc.class).summary());
              properties.set(name, arguments);
              exactlyOne.addObject().putArray("required").add(name);
            });
    ObjectNode bare = JSON.objectNode();
    bare.set("enum", alone);
    return anyOf(List.of(step, bare));
  }

  private static ObjectNode record(Class<?> type) {
    RecordShape shape = RecordShape.of(type);
    List<ObjectNode> ways = new ArrayList<>();
    for (RecordShape.OtherForm form : shape.forms()) {
      ways.add(schema(form.shape()).put("description", form.doc()));
    }
    if (!shape.keys().isEmpty()) {
      ways.add(keys(shape));
    }
    return anyOf(ways);
  }

  private static ObjectNode keys(RecordShape shape) {
    ObjectNode object = JSON.objectNode().put("type", "object").put("additionalProperties", false);
    ArrayNode required = JSON.arrayNode();
    ObjectNode properties = object.putObject("properties");
    for (RecordShape.Key key : shape.keys()) {
      ObjectNode schema = schema(key.shape());
      key.doc().ifPresent(doc -> schema.put("description", doc.value()));
      key.doc()
          .map(doc -> doc.byDefault())
          .filter(text -> !text.isEmpty() && !text.equals("{}"))
          .ifPresent(text -> schema.put("default", text));
      properties.set(key.name(), schema);
      if (key.required()) {
        required.add(key.name());
      }
    }
    if (!required.isEmpty()) {
      object.set("required", required);
    }
    return object;
  }

  private static ObjectNode schema(Shape shape) {
    if (shape instanceof Shape.Maybe maybe) {
      return schema(maybe.inner());
    }
    if (shape instanceof Shape.ListOf list) {
      ObjectNode node = JSON.objectNode().put("type", "array");
      node.set("items", schema(list.item()));
      return node;
    }
    if (shape instanceof Shape.MapOf map) {
      ObjectNode node = JSON.objectNode().put("type", "object");
      node.set("additionalProperties", schema(map.value()));
      return node;
    }
    if (shape instanceof Shape.Keyed keyed) {
      return keyed.type() == Step.class
          ? JSON.objectNode().put("$ref", "#/$defs/step")
          : record(keyed.type());
    }
    if (shape instanceof Shape.Choice choice) {
      return choice(choice);
    }
    return scalar((Shape.Scalar) shape);
  }

  private static ObjectNode choice(Shape.Choice choice) {
    ObjectNode words = JSON.objectNode();
    ArrayNode values = words.putArray("enum");
    choice.words().forEach(values::add);
    if (choice.words().contains("null")) {
      values.addNull(); // YAML's own null, when it is written without quotes
    }
    return anyOf(List.of(words, variable()));
  }

  private static ObjectNode scalar(Shape.Scalar scalar) {
    String type =
        Map.<Class<?>, String>of(
                boolean.class, "boolean",
                Integer.class, "integer",
                Long.class, "integer",
                Double.class, "number")
            .getOrDefault(scalar.type(), "string");
    if (!type.equals("string")) {
      return anyOf(List.of(JSON.objectNode().put("type", type), variable()));
    }
    ObjectNode node = JSON.objectNode();
    if (scalar.type() == String.class) {
      node.putArray("type").add("string").add("number").add("boolean");
      return node;
    }
    node.put("type", "string");
    String pattern =
        Map.<Class<?>, String>of(
                TableName.class, "[a-z][a-z0-9_]*\\.[a-z][a-z0-9_]*",
                ByteSize.class, "[0-9]{1,9} *([kKmMgGtT]?[bB])",
                Duration.class, "[0-9]{1,9} *(ms|s|m|h|d)",
                Secret.class, "\\$\\{secret:.+\\}")
            .get(scalar.type());
    return node.put("pattern", "^(" + pattern + "|.*" + VARIABLE + ".*)$");
  }

  private static ObjectNode variable() {
    return JSON.objectNode().put("type", "string").put("pattern", VARIABLE);
  }

  private static ObjectNode anyOf(List<ObjectNode> ways) {
    if (ways.size() == 1) {
      return ways.get(0);
    }
    ObjectNode node = JSON.objectNode();
    ArrayNode list = node.putArray("anyOf");
    ways.forEach(list::add);
    return node;
  }
}
