package io.sluice.jobs.source;

import static org.apache.spark.sql.functions.lit;

import io.sluice.jobs.pipeline.InvalidInputException;
import io.sluice.jobs.pipeline.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * Names for the levels of folders: {@code {year}/{month}/{day}}. A level may also hold fixed text,
 * as in {@code dt-{date}}.
 */
final class PathTemplate implements PathColumns {

  private static final Pattern PLACE = Pattern.compile("\\{([^{}/]*)}");

  private final String template;
  private final List<Pattern> levels = new ArrayList<>();
  private final Set<String> names = new LinkedHashSet<>();

  private PathTemplate(String template) {
    this.template = template;
  }

  /**
   * Returns the template that {@code text} says.
   *
   * @throws InvalidInputException if a name is missing, comes twice or is not closed
   */
  static PathTemplate parse(String input, String text) {
    PathTemplate template = new PathTemplate(text);
    for (String level : text.replaceAll("^/+|/+$", "").split("/", -1)) {
      StringBuilder pattern = new StringBuilder();
      Matcher place = PLACE.matcher(level);
      int from = 0;
      while (place.find()) {
        pattern.append(literal(input, text, level.substring(from, place.start()))).append("(.+)");
        if (place.group(1).isBlank()) {
          throw invalid(input, text, "a level has no name");
        }
        if (!template.names.add(place.group(1).strip())) {
          throw invalid(input, text, "the name " + place.group(1) + " comes twice");
        }
        from = place.end();
      }
      pattern.append(literal(input, text, level.substring(from)));
      template.levels.add(Pattern.compile(pattern.toString()));
    }
    if (template.names.isEmpty()) {
      throw invalid(input, text, "it names no level");
    }
    return template;
  }

  private static String literal(String input, String text, String part) {
    if (part.indexOf('{') >= 0 || part.indexOf('}') >= 0) {
      throw invalid(input, text, "a brace has no partner");
    }
    return Pattern.quote(part);
  }

  private static InvalidInputException invalid(String input, String text, String reason) {
    return new InvalidInputException(
        Problem.of(
            "Cannot read partitions of input "
                + input
                + ": "
                + text
                + " ("
                + reason
                + "). Name each level of folders once, as in {year}/{month}/{day}."));
  }

  @Override
  public Set<String> names(List<FileListing.Found> files) {
    return names;
  }

  @Override
  public Values values(Path root, Path file) {
    List<String> folders = FileListing.below(root, file.getParent());
    Map<String, String> values = new LinkedHashMap<>();
    if (folders.size() == levels.size()) {
      List<String> order = List.copyOf(names);
      int next = 0;
      boolean fits = true;
      for (int i = 0; i < folders.size() && fits; i++) {
        Matcher level = levels.get(i).matcher(folders.get(i));
        fits = level.matches();
        for (int g = 1; fits && g <= level.groupCount(); g++) {
          values.put(order.get(next++), level.group(g));
        }
      }
      if (fits) {
        return new Values(values, List.of());
      }
    }
    return new Values(Map.of(), List.of("path does not fit: " + template));
  }

  /** Returns what {@code uri}, the URI of a file below {@code root}, says of a column. */
  Column column(String name, Path root, Column uri) {
    String below = String.join("/", levels.stream().map(Pattern::pattern).toList());
    // A plus sign stands for itself in a path, and for a blank in a form.
    Column decoded = functions.url_decode(functions.replace(uri, lit("+"), lit("%2B")));
    return functions.regexp_extract(
        decoded,
        "^"
            + Pattern.quote(root.toString().replaceFirst("^file:/+", "file:/"))
            + "/+"
            + below
            + "/[^/]+$",
        List.copyOf(names).indexOf(name) + 1);
  }
}
