package io.sluice.jobs.pipeline.docs;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.Step;
import io.sluice.jobs.pipeline.yaml.RecordShape;
import io.sluice.jobs.pipeline.yaml.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the keys of a record, and those of the records in it, as Markdown tables. */
final class KeyTables {

  private final StringBuilder page;
  private final String heading;
  private final Set<Class<?>> written = new HashSet<>();

  /**
   * @param heading what stands in front of a section's title, such as {@code ###}
   */
  KeyTables(StringBuilder page, String heading) {
    this.page = page;
    this.heading = heading;
  }

  /** Writes the table of {@code type}, and a section for each record below it. */
  void write(Class<?> type, String path) {
    Map<String, Class<?>> inner = new LinkedHashMap<>();
    RecordShape shape = RecordShape.of(type);
    forms(shape);
    if (!shape.keys().isEmpty()) {
      page.append("| key | value | default | meaning |\n| --- | --- | --- | --- |\n");
      for (RecordShape.Key key : shape.keys()) {
        row(key);
        inner(key.shape(), path.isEmpty() ? key.name() : path + "." + key.name(), inner);
      }
      page.append('\n');
    }
    for (RecordShape.OtherForm form : shape.forms()) {
      inner(form.shape(), path, inner);
    }
    inner.forEach(
        (at, record) -> {
          if (!written.add(record)) {
            return; // a field of a field has the keys of a field
          }
          page.append(heading).append(" `").append(at).append("`\n\n");
          write(record, at);
        });
  }

  private void forms(RecordShape shape) {
    List<RecordShape.OtherForm> forms = shape.forms();
    if (forms.isEmpty()) {
      return;
    }
    List<String> lines = new ArrayList<>();
    forms.forEach(form -> lines.add("a " + kind(form.shape()) + ": " + form.doc()));
    if (!shape.keys().isEmpty()) {
      lines.add("a map with the keys below");
    }
    page.append(lines.size() == 1 ? "Is written as " : "Is written as one of:\n\n");
    for (String line : lines) {
      page.append(lines.size() == 1 ? "" : "- ").append(line).append('\n');
    }
    page.append('\n');
  }

  private void row(RecordShape.Key key) {
    Doc doc = key.doc().orElseThrow();
    String byDefault = doc.byDefault();
    page.append("| `")
        .append(key.name())
        .append("` | ")
        .append(kind(key.shape()))
        .append(" | ")
        .append(
            key.required()
                ? "**required**"
                : byDefault.isEmpty() || byDefault.equals("{}") ? "" : "`" + byDefault + "`")
        .append(" | ")
        .append(doc.value().replace("|", "\\|"))
        .append(doc.later() ? " *Not supported yet in this version.*" : "")
        .append(" |\n");
  }

  private static void inner(Shape shape, String path, Map<String, Class<?>> found) {
    if (shape instanceof Shape.Maybe maybe) {
      inner(maybe.inner(), path, found);
    } else if (shape instanceof Shape.ListOf list) {
      inner(list.item(), path + "[]", found);
    } else if (shape instanceof Shape.MapOf map) {
      inner(map.value(), path + ".<name>", found);
    } else if (shape instanceof Shape.Keyed keyed && keyed.type() != Step.class) {
      found.put(path, keyed.type());
    }
  }

  private static String kind(Shape shape) {
    if (shape instanceof Shape.Maybe maybe) {
      return kind(maybe.inner());
    }
    if (shape instanceof Shape.ListOf list) {
      return "list of " + kind(list.item());
    }
    if (shape instanceof Shape.MapOf map) {
      return "map of names to " + kind(map.value());
    }
    if (shape instanceof Shape.Choice choice) {
      return "`" + String.join("`, `", choice.words()) + "`";
    }
    if (shape instanceof Shape.Keyed keyed) {
      return keyed.type() == Step.class ? "step" : forms(keyed);
    }
    return ((Shape.Scalar) shape).name().replaceFirst("^an? ", "");
  }

  private static String forms(Shape.Keyed keyed) {
    RecordShape shape = RecordShape.of(keyed.type());
    List<String> kinds = new ArrayList<>();
    shape.forms().forEach(form -> kinds.add(kind(form.shape())));
    if (!shape.keys().isEmpty()) {
      kinds.add("keys below");
    }
    return String.join(" or ", kinds);
  }
}
