package io.sluice.jobs.pipeline.yaml;

import io.sluice.jobs.pipeline.Messages;
import io.sluice.jobs.pipeline.Problem;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says in plain words what a YAML parser says in its own. */
final class YamlReasons {

  private YamlReasons() {}

  static Problem problem(MarkedYAMLException error, String file) {
    Mark mark = error.getProblemMark() != null ? error.getProblemMark() : error.getContextMark();
    String said = String.valueOf(error.getProblem());
    String reason = said;
    String remedy = "";
    if (said.contains("\\t(TAB)") || said.contains("'\\t'") || said.contains("TAB")) {
      reason = "a tab indents it";
      remedy = "Indent with spaces.";
    } else if (said.contains("mapping values are not allowed here")) {
      reason = "a key: value stands where none can";
      remedy = "Check the indentation, and quote texts that contain \": \".";
    } else if (said.contains("could not find expected ':'")) {
      mark = error.getContextMark();
      reason = "a key without its colon";
      remedy = "Write key: value.";
    } else if (said.contains("expected <block end>")) {
      reason = "this line does not line up with those above it";
      remedy = "Check the indentation.";
    } else if (said.contains("expected ',' or")) {
      reason = "a bracket is not closed, or a comma is missing";
    } else if (said.contains("unexpected end of stream") || said.contains("<stream end>")) {
      reason = "a quote or bracket is never closed";
    } else if (said.contains("expected a single document")
        || said.contains("but found another document")) {
      reason = "a second document begins here";
      remedy = "Keep one document in a file.";
    } else if (said.contains("undefined alias")) {
      reason = said.replace("found undefined alias", "no anchor of this name stands above:");
    } else if (said.contains("cannot start any token")) {
      reason =
          said.replace("found character ", "")
              .replace(" that cannot start any token", " cannot begin a value");
      remedy = "Put the value in quotes.";
    }
    int line = mark == null ? 0 : mark.getLine() + 1;
    String text = mark == null ? file : lineOf(mark);
    return new Problem(file, line, "", Messages.cannot("read YAML", text, reason, remedy));
  }

  private static String lineOf(Mark mark) {
    int[] points = mark.getBuffer();
    int at = Math.min(mark.getPointer(), points.length);
    int from = at;
    while (from > 0 && points[from - 1] != '\n') {
      from--;
    }
    int to = at;
    while (to < points.length && points[to] != '\n') {
      to++;
    }
    String line = new String(points, from, to - from).strip();
    return line.isEmpty() ? "end of file" : line;
  }
}
